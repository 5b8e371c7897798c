// What the browser's parsers say of an input, in the letters of the Python targets (tests/fuzz/*.py).
import { concat, equal, toHex, u16, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { openEnvelope, parseHeader, sealEnvelope } from "../../../webapp/frontend/lib/envelope.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { blobLength, openFile, sealFile } from "../../../webapp/frontend/lib/files.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { commit } from "../../../webapp/frontend/lib/keys.ts";
import { CERTIFICATE, ROSTER } from "../../../webapp/frontend/lib/labels.ts";
import { joinParts } from "../../../webapp/frontend/lib/parts.ts";
import { openRecord, parseRecordHeader, sealRecord } from "../../../webapp/frontend/lib/records.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  parseCertificate,
  parseMembers,
  parseRoster,
} from "../../../webapp/frontend/lib/rosterformat.ts";
import type { Inner, Message } from "../../../webapp/frontend/lib/thread.ts";

const bytesFrom = (first: number, length: number) =>
  Uint8Array.from({ length }, (_, i) => first + i);

const SITE = bytesFrom(0, 16);
const CONV = bytesFrom(16, 16);
const KEY = bytesFrom(100, 32);

/** Something was written otherwise than it was read; a fault, never a refusal. */
export class Otherwise extends Error {}

function same(one: Uint8Array, other: Uint8Array): void {
  if (!equal(one, other)) throw new Otherwise("written otherwise than it was read");
}

/** The value, or null where it is refused by an error of ours; every other error goes on. */
function taken<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}

const filled = (data: Uint8Array, length: number) => {
  if (data.length >= length) return data;
  const longer = new Uint8Array(length);
  longer.set(data);
  return longer;
};

function oneEnvelope(envelope: Uint8Array): string {
  const header = taken(() => parseHeader(envelope));
  if (header === null) return "r";
  const key = { site: SITE, key: KEY, kc: commit(KEY, header.conv, header.gen) };
  const inner = taken(() => openEnvelope({ ...key, envelope }));
  if (inner === null) return "T";
  same(sealEnvelope({ ...key, header, inner }), envelope);
  return "O";
}

function oneRecord(record: Uint8Array): string {
  const header = taken(() => parseRecordHeader(record));
  if (header === null) return "r";
  const inner = taken(() => openRecord({ site: SITE, caseKey: KEY, record }));
  if (inner === null) return "T";
  same(sealRecord({ site: SITE, caseKey: KEY, header, inner }), record);
  return "O";
}

function again(data: Uint8Array, write: () => Uint8Array): string {
  const written = taken(write);
  if (written === null) return "r";
  same(written, data);
  return "T";
}

const MEMBER = 81;

function roster(data: Uint8Array): string {
  const certificates = [data, concat(CERTIFICATE, filled(data, 65))];
  const rosters = [data, concat(ROSTER, filled(data, 1321))];
  const members = [data, concat(u16(Math.floor(data.length / MEMBER)), data)];
  return [
    ...certificates.map((it) => again(it, () => encodeCertificate(parseCertificate(it)))),
    ...rosters.map((it) => again(it, () => encodeRoster(parseRoster(it)))),
    ...members.map((it) => again(it, () => encodeMembers(parseMembers(it)))),
  ].join("");
}

const CHUNK = 65_536;
const LARGEST = 140_000;

const contentOf = (size: number) =>
  Uint8Array.from({ length: size }, (_, at) => 1 + ((at * 7 + Math.floor(at / 65_520)) % 251));

const FILE = { site: SITE, conv: CONV, fileId: new Uint8Array(16), fk: KEY };
const sealed = new Map<number, { blob: Uint8Array; hash: Uint8Array }>();

function soundOf(size: number): { blob: Uint8Array; hash: Uint8Array } {
  const known = sealed.get(size) ?? sealFile(FILE, contentOf(size));
  sealed.set(size, known);
  return known;
}

function swapped(blob: Uint8Array, one: number, other: number): Uint8Array {
  const [first, second] = [one, other].map((each) => 1 + (each % 4) * CHUNK) as [number, number];
  if (Math.max(first, second) + CHUNK > blob.length) return blob;
  const changed = blob.slice();
  changed.set(blob.subarray(second, second + CHUNK), first);
  changed.set(blob.subarray(first, first + CHUNK), second);
  return changed;
}

interface Damaged {
  blob: Uint8Array;
  said: number;
  hash: Uint8Array | null;
}

/** What one line of a recipe does to a blob, as `_damaged` of tests/fuzz/file.py. */
function damage(now: Damaged, size: number, step: Uint8Array): Damaged {
  const [kind = 0, a = 0, b = 0, c = 0, value = 0] = step;
  const place = a * 65_536 + b * 256 + c;
  const { blob } = now;
  const at = 1 + (value % 4) * CHUNK;
  switch (kind % 8) {
    case 0: {
      const changed = blob.slice();
      if (blob.length > 0) changed[place % blob.length] = (blob[place % blob.length] ?? 0) ^ value;
      return { ...now, blob: changed };
    }
    case 1:
      return { ...now, blob: blob.slice(0, place % (blob.length + 1)) };
    case 2:
      return { ...now, blob: concat(blob, new Uint8Array(place % 70_000).fill(value)) };
    case 3:
      return { ...now, blob: swapped(blob, value >> 4, value & 15) };
    case 4:
      return {
        ...now,
        blob: concat(blob.slice(0, at), blob.slice(at, at + CHUNK), blob.slice(at)),
      };
    case 5:
      return { ...now, said: place % LARGEST };
    case 6:
      return { ...now, hash: soundOf(size).hash };
    default:
      return { ...now, said: Math.max(0, now.said + value - 128) };
  }
}

const number = (data: Uint8Array) => data.reduce((sum, byte) => sum * 256 + byte, 0);

function file(data: Uint8Array): string {
  const head = filled(data, 8).subarray(0, 8);
  const size = number(head.subarray(4)) % LARGEST;
  let now: Damaged = { blob: soundOf(size).blob, said: size, hash: null };
  for (let at = 8, left = 12; at + 5 <= data.length && left > 0; at += 5, left--) {
    now = damage(now, size, data.subarray(at, at + 5));
  }
  const { blob, said } = now;
  const opened = taken(() => openFile(FILE, { blob, size: said, hash: now.hash ?? H(blob) }));
  return `${blobLength(number(head.subarray(0, 4)))} ${opened === null ? "r" : "T"}`;
}

const MOST_MESSAGES = 24;

/** Messages that three bytes each stand for, as `messages_in` of tests/fuzz/part.py. */
function messagesIn(data: Uint8Array): Message[] {
  const found: Message[] = [];
  const numbers = { S: 0, D: 0 };
  for (let at = 0; at < Math.min(data.length - 2, 3 * MOST_MESSAGES); at += 3) {
    const [kind = 0, part = 0, long = 0] = data.subarray(at, at + 3);
    const direction = kind & 1 ? "D" : "S";
    numbers[direction] += 1;
    const inner: Inner = { t: "text", at: "", body: `${at}.`, long: long % 4 };
    if (kind & 2) inner.part = [part >> 4, part & 15];
    if (kind & 4) inner.name = kind & 8 ? "Ana" : "Sam";
    const seq = numbers[direction];
    found.push({ direction, seq, gen: 1, inner, serverSealed: false, ackSeq: 0 });
  }
  return found;
}

function part(data: Uint8Array): string {
  const joined = joinParts(messagesIn(data));
  const told = joined.map(({ direction, inner }) => [direction === "S", String(inner?.body)]);
  return toHex(H(utf8(JSON.stringify(told)))).slice(0, 16);
}

export const VERDICTS: Record<string, (data: Uint8Array) => string> = {
  envelope: (data) => oneEnvelope(data) + oneEnvelope(filled(data, 1158)),
  record: (data) => oneRecord(data) + oneRecord(filled(data, 1152)),
  roster,
  file,
  part,
};

/** The Python verdict without what only Python has. */
export function comparable(target: string, verdict: string): string {
  return target === "file" ? verdict.replace(/ [Tr] /, " ") : verdict;
}
