// Which source the desk took a conversation from, and one conversation for one person outside it.
import { concat, exactly, generation } from "./bytes.ts";
import { openFrom, sealTo } from "./hpke.ts";
import { checkedKey } from "./keyrecord.ts";
import { ACCEPT, SHARE } from "./labels.ts";
import { sign, verify } from "./sign.ts";

export interface Accept {
  site: Uint8Array;
  conv: Uint8Array;
  /** `kc_1`, the commitment of the first generation. */
  kc: Uint8Array;
  srcVk: Uint8Array;
}

/** The bytes that the first staff member to open a conversation signs. */
export function acceptMessage({ site, conv, kc, srcVk }: Accept): Uint8Array {
  return concat(
    ACCEPT,
    exactly(16, site, "site"),
    exactly(16, conv, "conv"),
    exactly(32, kc, "kc"),
    exactly(32, srcVk, "src_vk"),
  );
}

export function signAccept(accept: Accept, staffSignSeed: Uint8Array): Uint8Array {
  return sign(staffSignSeed, acceptMessage(accept));
}

export function verifyAccept(accept: Accept, staffVk: Uint8Array, signature: Uint8Array): void {
  verify(staffVk, acceptMessage(accept), signature);
}

export interface Share {
  site: Uint8Array;
  conv: Uint8Array;
  gen: number;
  kc: Uint8Array;
  staffId: Uint8Array;
}

export function shareInfo({ site, conv, gen, kc, staffId }: Share): Uint8Array {
  exactly(16, site, "site");
  exactly(16, conv, "conv");
  exactly(32, kc, "kc");
  return concat(SHARE, site, conv, generation(gen), kc, exactly(16, staffId, "staff_id"));
}

/** One conversation for one person from outside the desk. */
export async function sealShare(
  share: Share,
  theirPublic: Uint8Array,
  key: Uint8Array,
): Promise<Uint8Array> {
  return sealTo(theirPublic, shareInfo(share), checkedKey(exactly(32, key, "key"), share));
}

/** Opens a share; that its `kc` is one the desk accepted is for the caller to check. */
export async function openShare(
  share: Share,
  kemSeed: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  const key = await openFrom(kemSeed, shareInfo(share), sealed);
  return checkedKey(exactly(32, key, "shared key"), share);
}
