// Draws a receipt's words and points out typos when a source types them again; the lists are brought along.
import { randomBytes } from "./bytes.ts";
import { digits } from "./digits.ts";
import { Malformed } from "./errors.ts";
import { normalise } from "./receipt.ts";

export const RECEIPT_WORDS = 7;
const LIST_LENGTH = 2048;
const MOST_DIGITS = 4;
const PREFIX = 4; // BIP-39: the first four letters tell every word of a list apart

/** The lists that there are, by language. */
export const LIST_NAMES = ["en", "es"] as const;
export type ListName = (typeof LIST_NAMES)[number];
/** 2,048 words as they are shown, no two with the same first four letters. */
export type WordList = readonly string[];

export interface WordProblem {
  word: string;
  suggestion: string;
}

/** Which list a language has: Spanish has its own, all others see English. */
export function listName(lang: string): ListName {
  return lang.toLowerCase().split("-")[0] === "es" ? "es" : "en";
}

/** The list in a file with one word a line; throws Malformed unless it is as long and as distinct as it must be. */
export function parseList(text: string): WordList {
  const words = text.split("\n");
  const beginnings = new Set(words.map((word) => normalise(word).slice(0, PREFIX)));
  const complete = words.length === LIST_LENGTH && beginnings.size === LIST_LENGTH;
  if (!complete || beginnings.has("")) throw new Malformed("not a list of words");
  return words;
}

/** Seven words, each drawn evenly from the 2,048 of a list: 77 bits. */
export function drawWords(words: WordList): string[] {
  const random = randomBytes(2 * RECEIPT_WORDS);
  return Array.from({ length: RECEIPT_WORDS }, (_, i) => {
    // 2,048 divides 65,536, so the remainder is as even as the bytes are.
    const number = (random[2 * i] ?? 0) * 256 + (random[2 * i + 1] ?? 0);
    return words[number % words.length] ?? "";
  });
}

/**
 * A text of numbers alone as the words at those places of the list, from 1, in whatever digits they
 * are; a text with letters of ours in it as it is, because somebody may copy words and numbers both.
 */
export function numbersToWords(text: string, list: WordList): string {
  if (normalise(text) !== "") return text;
  return text.replace(/\p{Nd}+/gu, (run) => {
    const number = digits(run);
    return number.length > MOST_DIGITS ? " " : ` ${list[Number(number) - 1] ?? ""} `;
  });
}

/** How many letters were typed, left out, replaced or swapped with their neighbour. */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, i) => i)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= other.length; j++) {
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        at(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1),
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(one.length, other.length);
}

const A_SLIP = 2; // beyond that, the beginning says more than the number of wrong letters

function sharedBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** The place of the likeliest word: fewest slips, then the longest right beginning. */
function nearest(word: string, plainWords: readonly string[]): number {
  const beginnings = plainWords.map((known) => sharedBeginning(word, known));
  const distances = plainWords.map((known) => distance(word, known));
  const least = Math.min(...distances);
  const told = beginnings.findIndex((length) => length >= PREFIX);
  if (least > A_SLIP && told >= 0) return told;
  const likely = beginnings.map((length, i) => (distances[i] === least ? length : -1));
  return likely.indexOf(Math.max(...likely));
}

interface Fit {
  shown: WordList;
  plain: string[];
  unknown: string[];
}

function fitOf(tokens: string[], shown: WordList): Fit {
  const plain = shown.map(normalise);
  const known = new Set(plain);
  return { shown, plain, unknown: tokens.filter((word) => !known.has(word)) };
}

// Whoever pastes a whole page by mistake is told about its beginning, at once.
const MOST_PROBLEMS = 24;
const LONGEST_WORD = 16;

/**
 * The words that no list knows, each with the nearest word that one does. Somebody may come back
 * on a page in another language than the one in which the words were drawn, so the list that fits
 * best counts; where several fit equally, the first. Without a list nothing is a problem.
 */
export function wordProblems(text: string, lists: readonly WordList[]): WordProblem[] {
  const tokens = normalise(text)
    .split(" ")
    .filter((word) => word !== "");
  const [first, ...others] = lists.map((list) => fitOf(tokens, list));
  if (first === undefined) return [];
  const { shown, plain, unknown } = others.reduce(
    (best, fit) => (fit.unknown.length < best.unknown.length ? fit : best),
    first,
  );
  return unknown.slice(0, MOST_PROBLEMS).map((word) => ({
    word,
    suggestion: shown[nearest(word.slice(0, LONGEST_WORD), plain)] ?? "",
  }));
}
