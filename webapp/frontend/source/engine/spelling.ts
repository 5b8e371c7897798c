// What a person types for their private words: the words themselves, or their numbers in the English list.
import { normalise } from "../../lib/receipt.ts";
import {
  LIST_NAMES,
  type ListName,
  listName,
  numbersToWords,
  type WordList,
} from "../../lib/words.ts";

/** How a session gets a list of words; rejects with Stop where it is not to be had. */
export type ListOf = (name: ListName) => Promise<WordList>;

/** Only keyboards without Latin letters need numbers, and all their languages see this list. */
const NUMBERED: ListName = "en";

/** The numbers of these words, from 1; none where they are not from the English list. */
export async function numbersOf(
  words: readonly string[],
  list: WordList,
  listOf: ListOf,
): Promise<number[]> {
  const numbered = await listOf(NUMBERED);
  return list === numbered ? words.map((word) => list.indexOf(word) + 1) : [];
}

/** What was typed, in words where somebody typed their numbers. */
export async function spelled(text: string, listOf: ListOf): Promise<string> {
  const isNumbers = normalise(text) === "" && /\p{Nd}/u.test(text);
  return isNumbers ? numbersToWords(text, await listOf(NUMBERED)) : text;
}

/** The lists that can be had, the language's own first: they only help with typos. */
export async function listsFor(language: string, listOf: ListOf): Promise<WordList[]> {
  const own = listName(language);
  const names = [own, ...LIST_NAMES.filter((name) => name !== own)];
  const lists = await Promise.allSettled(names.map((name) => listOf(name)));
  return lists.flatMap((list) => (list.status === "fulfilled" ? [list.value] : []));
}
