// The words of receipts as files beside the engine, so that a phone loads one language's and no more.
import { basename } from "node:path";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";

const LISTS = { en: english, es: spanish };
const nameOf = (/** @type {string} */ language) => `source/words-${language}.txt`;

/** One word a line, in NFC as people type and print them. */
export function wordLists() {
  return Object.entries(LISTS).map(([language, words]) => ({
    name: nameOf(language),
    content: Buffer.from(words.join("\n").normalize("NFC")),
  }));
}

/** What the engine is built with: where each list lies, seen from the engine, and its integrity. */
export function listFiles(
  /** @type {Record<string, {file: string, integrity: string}>} */ manifest,
) {
  const files = Object.keys(LISTS).map((language) => {
    const entry = manifest[nameOf(language)];
    if (entry === undefined) throw new Error(`${nameOf(language)} is not built`);
    return [language, { url: basename(entry.file), integrity: entry.integrity }];
  });
  return Object.fromEntries(files);
}
