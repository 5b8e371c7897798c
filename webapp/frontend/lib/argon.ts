// Argon2id: slows down whoever guesses words or passphrases; run it in a worker.
import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { refusing } from "./errors.ts";

const MEBIBYTE_IN_KIB = 1024;

/** How often and over how much memory; one lane and version 1.3 always. */
export interface Cost {
  passes: number;
  kibibytes: number;
}

export const RECEIPT_COST: Cost = { passes: 2, kibibytes: 16 * MEBIBYTE_IN_KIB };
export const STAFF_COST: Cost = { passes: 3, kibibytes: 128 * MEBIBYTE_IN_KIB };

export function argon2id(secret: Uint8Array, salt: Uint8Array, cost: Cost): Uint8Array {
  return refusing("cannot stretch", () =>
    nobleArgon2id(secret, salt, { t: cost.passes, m: cost.kibibytes, p: 1, dkLen: 32 }),
  );
}
