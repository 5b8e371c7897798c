// Trying the private words: which are misspelt, and which are words but not the right ones.
import { normalise } from "../../lib/receipt.ts";
import { RECEIPT_WORDS, type WordList, wordProblems } from "../../lib/words.ts";
import type { Practice } from "./protocol.ts";

/** Compares what was typed with the words; typos are named before wrong places, one thing at a time. */
export function practise(words: readonly string[], text: string, list: WordList): Practice {
  const right = normalise(words.join(" ")).split(" ");
  const typed = normalise(text)
    .split(" ")
    .filter((word) => word !== "");
  const problems = wordProblems(text, [list]);
  const misspelt = new Set(problems.map(({ word }) => word));
  const places = typed
    .map((word, i) => (word === right[i] || misspelt.has(word) ? 0 : i + 1))
    .filter((place) => place > 0 && place <= RECEIPT_WORDS);
  return { right: typed.join(" ") === right.join(" "), problems, places, count: typed.length };
}
