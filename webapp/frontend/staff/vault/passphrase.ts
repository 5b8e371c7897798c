// Passphrases drawn by the machine from the English BIP-39 list.

import { wordlist as words } from "@scure/bip39/wordlists/english.js";
import { randomBytes } from "../../lib/bytes.ts";

/** So many words, each drawn evenly from 2,048: 11 bits each. */
export function drawWords(count: number): string {
  const random = randomBytes(2 * count);
  return Array.from({ length: count }, (_, i) => {
    // 2,048 divides 65,536, so the remainder is as even as the bytes are.
    const drawn = (random[2 * i] ?? 0) * 256 + (random[2 * i + 1] ?? 0);
    return words[drawn % words.length] ?? "";
  }).join(" ");
}

/** A newcomer's first passphrase: six words, 66 bits. */
export const drawPassphrase = (): string => drawWords(6);
