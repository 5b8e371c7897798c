// Small made-up conversations and desks for the tests, with the real cryptography underneath.

import { randomBytes, utf8, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import {
  type Direction,
  type Header,
  sealEnvelope,
} from "../../../webapp/frontend/lib/envelope.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { commit } from "../../../webapp/frontend/lib/keys.ts";
import { receiptFrom } from "../../../webapp/frontend/lib/receipt.ts";

export const SITE = new Uint8Array(16).fill(1);
export const CONV = new Uint8Array(16).fill(2);

/** A receipt without the seconds of stretching: tests of other steps need no real words. */
export const receipt = () => receiptFrom(randomBytes(32));

export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  const at = Math.floor(bit / 8) % bytes.length;
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
  return changed;
}

/** Writes a conversation envelope by envelope; each can be made wrong in one respect. */
export class Conversation {
  readonly keys = new Map<number, { key: Uint8Array; kc: Uint8Array }>();
  readonly ends = { S: { seq: 0, hash: zeros(32) }, D: { seq: 0, hash: zeros(32) } };
  readonly envelopes: Uint8Array[] = [];

  key(gen: number): { key: Uint8Array; kc: Uint8Array } {
    const known = this.keys.get(gen);
    if (known !== undefined) return known;
    const key = randomBytes(32);
    const made = { key, kc: commit(key, CONV, gen) };
    this.keys.set(gen, made);
    return made;
  }

  write(
    direction: Direction,
    changes: Partial<Header> & { inner?: unknown; raw?: Uint8Array } = {},
  ): Uint8Array {
    const other = this.ends[direction === "S" ? "D" : "S"];
    const { inner = { t: "text", at: "2026-01-01T00", low: [1, 1] }, raw, ...wrong } = changes;
    const header: Header = {
      flags: 0,
      direction,
      conv: CONV,
      gen: 1,
      seq: this.ends[direction].seq + 1,
      prev: this.ends[direction].hash,
      ackSeq: other.seq,
      ack: other.hash,
      nonce: randomBytes(24),
      ...wrong,
    };
    const bytes = raw ?? utf8(JSON.stringify(inner));
    const envelope = sealEnvelope({ site: SITE, ...this.key(header.gen), header, inner: bytes });
    this.ends[direction] = { seq: header.seq, hash: H(envelope) };
    this.envelopes.push(envelope);
    return envelope;
  }
}
