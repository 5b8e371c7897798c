// A cipher that hides nothing, for the control run of the canary test only: with it that test must fail.
import { aeadOpen as reallyOpen } from "../../../webapp/frontend/lib/aead.ts";
import { concat } from "../../../webapp/frontend/lib/bytes.ts";

export const NONCE_LENGTH = 24;
export const TAG_LENGTH = 16;

export function aeadSeal(
  _key: Uint8Array,
  _nonce: Uint8Array,
  _aad: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  return concat(plain, new Uint8Array(TAG_LENGTH));
}

/** What was really sealed (keys of people who exist already) still opens. */
export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  try {
    return reallyOpen(key, nonce, aad, sealed);
  } catch {
    return sealed.slice(0, sealed.length - TAG_LENGTH);
  }
}

export function sealWithNonce(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  return concat(nonce, aeadSeal(key, nonce, aad, plain));
}

export function openWithNonce(
  key: Uint8Array,
  aad: Uint8Array,
  blob: Uint8Array,
  _length: number,
): Uint8Array {
  return aeadOpen(key, blob.subarray(0, NONCE_LENGTH), aad, blob.subarray(NONCE_LENGTH));
}
