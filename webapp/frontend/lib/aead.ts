// XChaCha20-Poly1305: what keeps every message, key copy and record closed to the server.
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concat, exactly } from "./bytes.ts";
import { Malformed, refusing } from "./errors.ts";

export const NONCE_LENGTH = 24;
export const TAG_LENGTH = 16;

function cipher(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array) {
  exactly(32, key, "key");
  exactly(NONCE_LENGTH, nonce, "nonce");
  return xchacha20poly1305(key, nonce, aad);
}

export function aeadSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  return cipher(key, nonce, aad).encrypt(plain);
}

export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  const opener = cipher(key, nonce, aad);
  return refusing("does not open", () => opener.decrypt(sealed));
}

/** The form of every stored key: the nonce, then what it seals. */
export function sealWithNonce(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: Uint8Array,
): Uint8Array {
  return concat(nonce, aeadSeal(key, nonce, aad, plain));
}

/** Opens `nonce ‖ sealed`; the plaintext must be exactly `length` bytes. */
export function openWithNonce(
  key: Uint8Array,
  aad: Uint8Array,
  blob: Uint8Array,
  length: number,
): Uint8Array {
  if (blob.length !== NONCE_LENGTH + length + TAG_LENGTH) throw new Malformed("wrong length");
  return aeadOpen(key, blob.subarray(0, NONCE_LENGTH), aad, blob.subarray(NONCE_LENGTH));
}
