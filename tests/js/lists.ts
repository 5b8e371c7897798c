// The lists of words as the build publishes them, for tests that need words but no build.
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";
import type { ListName, WordList } from "../../webapp/frontend/lib/words.ts";

export const LISTS: Readonly<Record<ListName, WordList>> = {
  en: english,
  es: spanish.map((word) => word.normalize("NFC")),
};

/** How a session of a test gets its lists: at once. */
export const listOf = (name: ListName): Promise<WordList> => Promise.resolve(LISTS[name]);
