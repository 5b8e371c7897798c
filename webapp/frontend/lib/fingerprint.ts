// Twelve English words by which people compare a key, on a poster or by phone; the list is brought along.
import { sha256 } from "@noble/hashes/sha2.js";
import { exactly } from "./bytes.ts";
import { shortHash } from "./hash.ts";
import type { WordList } from "./words.ts";

const WORD_BITS = 11;

/**
 * BLAKE2b-128 of a 32-byte key as BIP-39 words, whose last one checks the others (section 6): the
 * 128 bits and the first four of their SHA-256, eleven bits a word.
 */
export function fingerprintWords(key: Uint8Array, words: WordList): string[] {
  const hash = shortHash(exactly(32, key, "key"));
  const check = (sha256(hash)[0] ?? 0) >> 4;
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const all = bits + check.toString(2).padStart(4, "0");
  const count = all.length / WORD_BITS;
  return Array.from({ length: count }, (_, i) => {
    const index = Number.parseInt(all.slice(i * WORD_BITS, (i + 1) * WORD_BITS), 2);
    return words[index] ?? "";
  });
}
