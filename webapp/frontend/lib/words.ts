// Draws a receipt's words and points out typos when a source types them again.
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";
import { randomBytes } from "./bytes.ts";
import { normalise } from "./receipt.ts";

export const RECEIPT_WORDS = 7;
const PREFIX = 4; // BIP-39: the first four letters tell every word of a list apart

export interface WordProblem {
  word: string;
  suggestion: string;
}

/** The 2,048 words of a language as they are shown: Spanish has its own, all others see English. */
export function list(lang: string): readonly string[] {
  return lang.toLowerCase().split("-")[0] === "es"
    ? spanish.map((word) => word.normalize("NFC"))
    : english;
}

/** Seven words, each drawn evenly from the 2,048 of the language: 77 bits. */
export function drawWords(lang: string): string[] {
  const words = list(lang);
  const random = randomBytes(2 * RECEIPT_WORDS);
  return Array.from({ length: RECEIPT_WORDS }, (_, i) => {
    // 2,048 divides 65,536, so the remainder is as even as the bytes are.
    const number = (random[2 * i] ?? 0) * 256 + (random[2 * i + 1] ?? 0);
    return words[number % words.length] ?? "";
  });
}

/** How many letters must be typed, removed or replaced to get from one word to the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function nearest(word: string, plainWords: readonly string[]): number {
  const prefix = word.slice(0, PREFIX);
  const begins = plainWords.findIndex((known) => known.slice(0, PREFIX) === prefix);
  if (begins >= 0) return begins;
  const distances = plainWords.map((known) => distance(word, known));
  return distances.indexOf(Math.min(...distances));
}

function problemsIn(tokens: string[], lang: string): WordProblem[] {
  const shown = list(lang);
  const plain = shown.map(normalise);
  const known = new Set(plain);
  return tokens
    .filter((word) => !known.has(word))
    .map((word) => ({ word, suggestion: shown[nearest(word, plain)] ?? "" }));
}

/**
 * The words that no list knows, each with the nearest word that one does. Somebody may come back
 * on a page in another language than the one in which the words were drawn, so the list that fits
 * best counts; where both fit equally, that of `lang`.
 */
export function wordProblems(text: string, lang: string): WordProblem[] {
  const tokens = normalise(text)
    .split(" ")
    .filter((word) => word !== "");
  const found = [lang, "en", "es"].map((candidate) => problemsIn(tokens, candidate));
  return found.reduce((best, problems) => (problems.length < best.length ? problems : best));
}
