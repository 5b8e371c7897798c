// A newcomer's first passphrase, drawn by the machine: six words of the English BIP-39 list.

import { wordlist as words } from "@scure/bip39/wordlists/english.js";
import { randomBytes } from "../../lib/bytes.ts";

const WORDS = 6;

/** Six words, each drawn evenly from 2,048: 66 bits. */
export function drawPassphrase(): string {
  const random = randomBytes(2 * WORDS);
  return Array.from({ length: WORDS }, (_, i) => {
    // 2,048 divides 65,536, so the remainder is as even as the bytes are.
    const drawn = (random[2 * i] ?? 0) * 256 + (random[2 * i + 1] ?? 0);
    return words[drawn % words.length] ?? "";
  }).join(" ");
}
