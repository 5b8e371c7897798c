// A case in one kilobyte: the words by which it is found, and the marks that it may share with others.

import { jsonBytes } from "../../lib/bytes.ts";
import { isObject, textOf } from "./answers.ts";
import { COMMON } from "./common-words.ts";
import { wordsOf } from "./directory/fold.ts";
import { marksIn } from "./marks.ts";
import type { PacketItem, Shareable } from "./packet.ts";

export interface Card {
  t: "card";
  title: string;
  words: string;
  marks: string[];
}

/** Bytes of a card's JSON: with its length it fills the smallest padded record. */
export const MOST = 1020;
const LONGEST_TITLE = 160;
const MOST_MARKS = 12;
const SHORTEST_WORD = 3;

function textOfItem({ title = "", value }: PacketItem): string {
  if (typeof value === "string") return `${title} ${value}`;
  return value.map((part) => (typeof part === "string" ? "" : part.text)).join(" ");
}

const isCode = (code: string): boolean =>
  code.startsWith("field.") && code !== "field.victims_count";

/** The texts of a case one by one; codes are for the list's filters. */
function textsOf(case_: Shareable): string[] {
  const items = [...case_.values()].filter(
    ({ code }) => code !== "title" && code !== "number" && !isCode(code),
  );
  return items.map(textOfItem);
}

const cut = (title: string): string => [...title].slice(0, LONGEST_TITLE).join("");

const tells = (word: string): boolean =>
  !COMMON.has(word) && (word.length >= SHORTEST_WORD || /[^ -~]|\d/.test(word));

/** The words of all texts by turns, so that a long one leaves room for the others. */
function* byTurns(texts: readonly string[]): Generator<string> {
  const lists = texts.map((text) => wordsOf(text).filter(tells));
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let at = 0; at < longest; at += 1) {
    for (const list of lists) {
      const word = list[at];
      if (word !== undefined) yield word;
    }
  }
}

/** The card of a case; of a long one the first words of each text. */
export function cardOf(case_: Shareable): Card {
  const titled = case_.get("title")?.value;
  const title = cut(typeof titled === "string" ? titled : "");
  const texts = textsOf(case_);
  const marks = marksIn([title, ...texts].join(" ")).slice(0, MOST_MARKS);
  const known = new Set(wordsOf(title));
  const words: string[] = [];
  let room = MOST - jsonBytes({ t: "card", title, words: "", marks }).length;
  for (const word of byTurns(texts)) {
    if (known.has(word)) continue;
    known.add(word);
    room -= jsonBytes(word).length - 1;
    if (room < 0) break;
    words.push(word);
  }
  return { t: "card", title, words: words.join(" "), marks };
}

/** The card that a record holds, or null. */
export function cardIn(inner: Record<string, unknown> | null): Card | null {
  if (!isObject(inner) || inner.t !== "card" || !Array.isArray(inner.marks)) return null;
  const marks = inner.marks.filter((mark): mark is string => typeof mark === "string");
  return { t: "card", title: textOf(inner, "title"), words: textOf(inner, "words"), marks };
}
