// BLAKE2b in its three uses: H names bytes, K derives keys, and the short form makes salts.
import { blake2b } from "@noble/hashes/blake2.js";
import { concat, exactly, u8, utf8, zeros } from "./bytes.ts";

/** BLAKE2b-256. */
export function H(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: 32 });
}

/** BLAKE2b-256 of bytes that come one after the other. */
export function hashing(): { update(bytes: Uint8Array): unknown; digest(): Uint8Array } {
  return blake2b.create({ dkLen: 32 });
}

/** BLAKE2b-128, for the salts of Argon2id. */
export function shortHash(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: 16 });
}

/** The key for one purpose: BLAKE2b-256 keyed with 32 bytes, over `u8 len(label) ‖ label ‖ ctx`. */
export function K(key: Uint8Array, label: string, ctx: Uint8Array = zeros(0)): Uint8Array {
  const name = utf8(label);
  exactly(32, key, "key");
  return blake2b(concat(u8(name.length), name, ctx), { key, dkLen: 32 });
}
