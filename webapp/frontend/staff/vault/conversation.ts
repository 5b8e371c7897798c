// From what the server holds of a conversation to words: key records checked and opened, the accept
// record compared, the thread unsealed, and every doubt named. A doubt about keys blocks replying.

import { equal, fromB64, toB64 } from "../../lib/bytes.ts";
import { CryptoError } from "../../lib/errors.ts";
import {
  keyRecordFromJson,
  openDeskWrap,
  signAccept,
  verifyAccept,
  verifyKeyRecord,
} from "../../lib/keys.ts";
import {
  type Inner,
  type Message,
  nextEnvelope,
  readThread,
  type Thread,
} from "../../lib/thread.ts";
import type { Accept, ConversationAnswer, KeyRecordJson } from "../api/types.ts";
import type { Keyring } from "./keyring.ts";

export type OpenedMessage = Message;

/** Why nobody may reply: a doubt about whose conversation this is. */
export type Block =
  | ""
  | "no-key"
  | "key-record"
  | "other-source"
  | "accept-mismatch"
  | "accept-withheld";

export interface Doubt {
  code: string;
  values: Record<string, string | number>;
}

interface GenKey {
  gen: number;
  key: Uint8Array;
  kc: Uint8Array;
  srcVk: Uint8Array;
}

/** `kc_1` and `src_vk`: what an accept record signs and a case keeps. */
export interface Anchor {
  kc: Uint8Array;
  srcVk: Uint8Array;
}

export interface OpenedConversation {
  conv: Uint8Array;
  thread: Thread;
  messages: readonly OpenedMessage[];
  warnings: readonly Doubt[];
  blocked: Block;
  /** The newest generation that holds; replies are sealed with it. */
  writing: GenKey | null;
  anchor: Anchor | null;
  /** Nobody has accepted this conversation yet and nothing speaks against it. */
  acceptNeeded: boolean;
}

class Doubtful extends Error {
  constructor(readonly block: Block) {
    super(block);
  }
}

async function openGeneration(
  json: KeyRecordJson,
  conv: Uint8Array,
  keyring: Keyring,
): Promise<GenKey> {
  const epoch = keyring.epochs.get(json.epoch);
  if (epoch === undefined) throw new Doubtful("no-key");
  try {
    const record = keyRecordFromJson(json);
    if (!equal(record.conv, conv)) throw new Doubtful("key-record");
    verifyKeyRecord(keyring.site, record);
    const { key, srcVk } = await openDeskWrap(keyring.site, record, epoch.seed);
    return { gen: record.gen, key, kc: record.kc, srcVk };
  } catch (reason) {
    throw reason instanceof CryptoError ? new Doubtful("key-record") : reason;
  }
}

/** Generations from 1 on, each by the same source; stops at the first that does not hold. */
async function openGenerations(
  answer: ConversationAnswer,
  conv: Uint8Array,
  keyring: Keyring,
): Promise<{ keys: GenKey[]; blocked: Block }> {
  const keys: GenKey[] = [];
  const sorted = [...answer.key_records].sort((a, b) => a.gen - b.gen);
  for (const json of sorted) {
    try {
      if (json.gen !== keys.length + 1) throw new Doubtful("key-record");
      const opened = await openGeneration(json, conv, keyring);
      // A key of the server's own would be signed by a source of its own.
      if (keys[0] && !equal(keys[0].srcVk, opened.srcVk)) throw new Doubtful("other-source");
      keys.push(opened);
    } catch (reason) {
      if (reason instanceof Doubtful) return { keys, blocked: reason.block };
      throw reason;
    }
  }
  return { keys, blocked: keys.length === 0 ? "no-key" : "" };
}

function acceptHolds(accept: Accept, conv: Uint8Array, anchor: Anchor, keyring: Keyring): boolean {
  if (accept.kc !== toB64(anchor.kc) || accept.src_vk !== toB64(anchor.srcVk)) return false;
  const message = { site: keyring.site, conv, ...anchor };
  // The record may be older than the current roster: any verified roster's member counts.
  return keyring.signersOf(accept.staff_id).some(({ role, signVk }) => {
    if (role > 3) return false;
    try {
      verifyAccept(message, signVk, fromB64(accept.signature));
      return true;
    } catch {
      return false;
    }
  });
}

function checkAccept(
  answer: ConversationAnswer,
  conv: Uint8Array,
  anchor: Anchor,
  keyring: Keyring,
): Block {
  if (answer.accept !== null) {
    return acceptHolds(answer.accept, conv, anchor, keyring) ? "" : "accept-mismatch";
  }
  // Whoever replied or made a case had opened it, and so had left an accept record.
  return answer.item.cases.length > 0 || answer.d.seq > 0 ? "accept-withheld" : "";
}

function doubtsOf(thread: Thread, answer: ConversationAnswer): Doubt[] {
  const doubts: Doubt[] = thread.warnings.map(({ code, direction, seq, last }) => ({
    code,
    values: { direction, seq, last },
  }));
  const claimed = { S: answer.s, D: answer.d };
  for (const direction of ["S", "D"] as const) {
    const held = thread.state[direction];
    const { seq, hash } = claimed[direction];
    if (held.seq !== seq || toB64(held.hash) !== hash) {
      doubts.push({ code: "state", values: { direction, seq: held.seq, last: seq } });
    }
  }
  return doubts;
}

/** The conversation in words, with every doubt; throws only where the answer is not one. */
export async function openConversation(
  answer: ConversationAnswer,
  keyring: Keyring,
): Promise<OpenedConversation> {
  const conv = fromB64(answer.item.conv);
  const { keys, blocked: byKeys } = await openGenerations(answer, conv, keyring);
  const first = keys[0];
  const anchor = first === undefined ? null : { kc: first.kc, srcVk: first.srcVk };
  const blocked = byKeys || (anchor ? checkAccept(answer, conv, anchor, keyring) : "no-key");
  const thread = readThread({
    site: keyring.site,
    keys: new Map(keys.map(({ gen, key, kc }) => [gen, { key, kc }])),
    envelopes: answer.envelopes.map(fromB64),
    conv,
    last: {
      S: { seq: answer.s.seq, hash: fromB64(answer.s.hash) },
      D: { seq: answer.d.seq, hash: fromB64(answer.d.hash) },
    },
  });
  return {
    conv,
    thread,
    messages: thread.messages,
    warnings: doubtsOf(thread, answer),
    blocked,
    writing: keys.at(-1) ?? null,
    anchor,
    acceptNeeded: answer.accept === null && blocked === "" && anchor !== null,
  };
}

/** The accept record of the first to open a conversation. */
export function signedAccept(
  conv: string,
  anchor: Anchor,
  keyring: Keyring,
): Omit<Accept, "staff_id"> {
  const message = { site: keyring.site, conv: fromB64(conv), ...anchor };
  return {
    kc: toB64(anchor.kc),
    src_vk: toB64(anchor.srcVk),
    signature: toB64(signAccept(message, keyring.signSeed)),
  };
}

/** The next envelope to the source, sealed; throws where replying is blocked. */
export function sealReply(opened: OpenedConversation, inner: Inner, keyring: Keyring): string {
  const { writing, thread, conv, blocked } = opened;
  if (writing === null || blocked !== "") throw new Error("replying is blocked");
  const { gen, key, kc } = writing;
  return toB64(
    nextEnvelope({ site: keyring.site, thread, direction: "D", conv, gen, key, kc, inner }),
  );
}
