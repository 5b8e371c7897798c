// The conversation key and its key record: sealed once to the desk and once to the source itself.
import { NONCE_LENGTH, openWithNonce, sealWithNonce, TAG_LENGTH } from "./aead.ts";
import { concat, equal, exactly, generation, randomBytes, u32 } from "./bytes.ts";
import { Refused } from "./errors.ts";
import { K } from "./hash.ts";
import { openFrom, SEAL_OVERHEAD, sealTo } from "./hpke.ts";
import { DESK_WRAP, KEY_RECORD, SELF_WRAP } from "./labels.ts";
import type { Receipt } from "./receipt.ts";
import { sign, verify } from "./sign.ts";

export const DESK_WRAP_LENGTH = SEAL_OVERHEAD + 64;
export const SELF_WRAP_LENGTH = NONCE_LENGTH + 32 + TAG_LENGTH;

export interface KeyRecord {
  readonly conv: Uint8Array;
  readonly gen: number;
  readonly epoch: number;
  /** The commitment to the key, `kc`. */
  readonly kc: Uint8Array;
  readonly srcVk: Uint8Array;
  /** Not sent to sources. */
  readonly deskWrap: Uint8Array | null;
  /** Not sent to staff, and gone once the source has removed its way back. */
  readonly selfWrap: Uint8Array | null;
  readonly signature: Uint8Array;
}

type Named = Pick<KeyRecord, "conv" | "gen" | "epoch" | "kc">;

export function commit(key: Uint8Array, conv: Uint8Array, gen: number): Uint8Array {
  return K(key, "commit", concat(exactly(16, conv, "conv"), generation(gen)));
}

/** What a wrap or signature is about: `label ‖ site ‖ conv ‖ u16 gen ‖ u32 e ‖ kc`. */
function about(label: Uint8Array, site: Uint8Array, record: Named): Uint8Array {
  exactly(16, site, "site");
  exactly(16, record.conv, "conv");
  exactly(32, record.kc, "kc");
  return concat(label, site, record.conv, generation(record.gen), u32(record.epoch), record.kc);
}

/** The bytes that a source signs for a key record. */
export function keyRecordMessage(
  site: Uint8Array,
  record: Named & Pick<KeyRecord, "srcVk">,
): Uint8Array {
  return concat(about(KEY_RECORD, site, record), exactly(32, record.srcVk, "src_vk"));
}

export interface NewKeyRecord {
  site: Uint8Array;
  conv: Uint8Array;
  gen: number;
  epoch: number;
  deskPublic: Uint8Array;
  receipt: Receipt;
  /** Random unless given; only vectors give them. */
  key?: Uint8Array;
  nonce?: Uint8Array;
}

/** A fresh conversation key and the record that the server keeps of it. */
export async function makeKeyRecord(
  options: NewKeyRecord,
): Promise<{ record: KeyRecord; key: Uint8Array }> {
  const { site, conv, gen, epoch, deskPublic, receipt } = options;
  const key = options.key ?? randomBytes(32);
  const nonce = options.nonce ?? randomBytes(NONCE_LENGTH);
  const named = { conv, gen, epoch, kc: commit(key, conv, gen), srcVk: receipt.srcVk };
  const record = {
    ...named,
    deskWrap: await sealTo(deskPublic, about(DESK_WRAP, site, named), concat(key, receipt.srcVk)),
    selfWrap: sealWithNonce(receipt.self, nonce, about(SELF_WRAP, site, named), key),
    signature: sign(receipt.sign, keyRecordMessage(site, named)),
  };
  return { record, key };
}

/** Throws unless the record's signature is that of the `srcVk` which it names. */
export function verifyKeyRecord(site: Uint8Array, record: KeyRecord): void {
  verify(record.srcVk, keyRecordMessage(site, record), record.signature);
}

/** Returns the key if it is the one that `kc` commits to. */
export function checkedKey(
  key: Uint8Array,
  { conv, gen, kc }: Pick<Named, "conv" | "gen" | "kc">,
): Uint8Array {
  if (!equal(commit(key, conv, gen), kc)) throw new Refused("the key is not the one committed to");
  return key;
}

/** The conversation key from the source's own copy. */
export function openSelfWrap(site: Uint8Array, record: KeyRecord, receipt: Receipt): Uint8Array {
  if (record.selfWrap === null) throw new Refused("no copy for the source");
  const key = openWithNonce(receipt.self, about(SELF_WRAP, site, record), record.selfWrap, 32);
  return checkedKey(key, record);
}

/** The conversation key from the desk's copy, and the `srcVk` that the source sealed beside it. */
export async function openDeskWrap(
  site: Uint8Array,
  record: KeyRecord,
  epochSeed: Uint8Array,
): Promise<{ key: Uint8Array; srcVk: Uint8Array }> {
  if (record.deskWrap === null) throw new Refused("no copy for the desk");
  exactly(DESK_WRAP_LENGTH, record.deskWrap, "desk wrap");
  const info = about(DESK_WRAP, site, record);
  const plain = await openFrom(K(epochSeed, "desk kem"), info, record.deskWrap);
  const srcVk = exactly(64, plain, "wrapped key").slice(32);
  // The record's signature is checked with the outer key: if they differed it would prove nothing.
  if (!equal(srcVk, record.srcVk)) throw new Refused("the wrap names another source");
  return { key: checkedKey(plain.slice(0, 32), record), srcVk };
}
