// Key records as the calls carry them: snake_case, base64url, a copy left out where it is not meant for the reader.
import { exactly, fromB64, toB64 } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import { DESK_WRAP_LENGTH, type KeyRecord, SELF_WRAP_LENGTH } from "./keyrecord.ts";
import { SIGNATURE_LENGTH, VERIFY_KEY_LENGTH } from "./sign.ts";

export interface KeyRecordJson {
  conv: string;
  gen: number;
  epoch: number;
  kc: string;
  src_vk: string;
  desk_wrap?: string | null;
  self_wrap?: string | null;
  signature: string;
}

export function keyRecordToJson(record: KeyRecord): KeyRecordJson {
  return {
    conv: toB64(record.conv),
    gen: record.gen,
    epoch: record.epoch,
    kc: toB64(record.kc),
    src_vk: toB64(record.srcVk),
    desk_wrap: record.deskWrap && toB64(record.deskWrap),
    self_wrap: record.selfWrap && toB64(record.selfWrap),
    signature: toB64(record.signature),
  };
}

function whole(value: number, lowest: number, highest: number, what: string): number {
  if (!Number.isInteger(value) || value < lowest || value > highest) throw new Malformed(what);
  return value;
}

function bytes(text: unknown, length: number, what: string): Uint8Array {
  if (typeof text !== "string") throw new Malformed(what);
  return exactly(length, fromB64(text), what);
}

const optional = (text: unknown, length: number, what: string) =>
  text === undefined || text === null ? null : bytes(text, length, what);

/** Reads what the server sent; types, lengths and number ranges are checked, signatures are not. */
export function keyRecordFromJson(json: KeyRecordJson): KeyRecord {
  if (typeof json !== "object" || json === null) throw new Malformed("no key record");
  return {
    conv: bytes(json.conv, 16, "conv"),
    gen: whole(json.gen, 1, 0xffff, "gen"),
    epoch: whole(json.epoch, 0, 0xffffffff, "epoch"),
    kc: bytes(json.kc, 32, "kc"),
    srcVk: bytes(json.src_vk, VERIFY_KEY_LENGTH, "src_vk"),
    deskWrap: optional(json.desk_wrap, DESK_WRAP_LENGTH, "desk_wrap"),
    selfWrap: optional(json.self_wrap, SELF_WRAP_LENGTH, "self_wrap"),
    signature: bytes(json.signature, SIGNATURE_LENGTH, "signature"),
  };
}
