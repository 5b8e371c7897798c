// Passphrases drawn by the machine from the English BIP-39 list, and numbers that people say.

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

const SIX_DIGITS = 1_000_000;
/** The largest multiple of a million below 2^32: numbers above it are drawn again, so all are as likely. */
const EVEN = 4_294_000_000;

/** Six digits in two groups, which people of every language can say: by them an organisation knows somebody. */
export function drawGreeting(): string {
  for (;;) {
    const drawn = new DataView(randomBytes(4).buffer).getUint32(0);
    if (drawn >= EVEN) continue;
    const digits = String(drawn % SIX_DIGITS).padStart(6, "0");
    return `${digits.slice(0, 3)} ${digits.slice(3)}`;
  }
}
