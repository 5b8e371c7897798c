// A case in one kilobyte: the words by which it is found, and the marks that it may share with others.

import { jsonBytes } from "../../lib/bytes.ts";
import { isObject, textOf } from "./answers.ts";
import { COMMON } from "./common-words.ts";
import { wordsOf } from "./directory/fold.ts";
import { marksIn } from "./marks.ts";
import { nameMarks } from "./name-marks.ts";
import type { PacketItem, Shareable } from "./packet.ts";
import { freeFieldsOf } from "./section-fields.ts";

export interface Card {
  t: "card";
  title: string;
  words: string;
  marks: string[];
}

/** Bytes of a card's JSON: with its length it fills the smallest padded record. */
export const MOST = 1020;
/** Bytes of the title's and of all the marks' JSON. */
const LONGEST_TITLE = 240;
const LONGEST_MARK = 60;
const ALL_MARKS = 320;
/** Letters that are looked at in all: what strangers write must not hold a browser up. */
const MOST_LETTERS = 20_000;
const SHORTEST_WORD = 3;

/** What people typed into a section's fields. */
const typedIn = ({ kind = "", fields = {} }: PacketItem): string =>
  freeFieldsOf(kind)
    .flatMap((name) => fields[name] ?? [])
    .join(" ");

function textOfItem(item: PacketItem): string {
  const { title = "", value } = item;
  if (typeof value === "string") return `${title} ${typedIn(item)} ${value}`;
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

const bytesOf = (value: unknown): number => jsonBytes(value).length;

/** The beginning of a title that fits. */
function cut(title: string): string {
  let kept = "";
  for (const letter of title.slice(0, LONGEST_TITLE)) {
    if (bytesOf(kept + letter) > LONGEST_TITLE) break;
    kept += letter;
  }
  return kept;
}

/** The marks that fit, of each kind by turns: many of one kind leave room for the others. */
function fitting(marks: readonly string[]): string[] {
  const kinds = ["p:", "v:", "e:", "a:", "n:"].map((kind) =>
    marks.filter((mark) => mark.startsWith(kind)),
  );
  const kept: string[] = [];
  let room = ALL_MARKS;
  for (const mark of turns(kinds)) {
    const bytes = bytesOf(mark) + 1;
    if (bytes > LONGEST_MARK || bytes > room) continue;
    room -= bytes;
    kept.push(mark);
  }
  return kept;
}

/** The first of each list, then the second of each, and so on. */
function* turns(lists: readonly (readonly string[])[]): Generator<string> {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let at = 0; at < longest; at += 1) {
    for (const list of lists) {
      const each = list[at];
      if (each !== undefined) yield each;
    }
  }
}

const tells = (word: string): boolean =>
  !COMMON.has(word) && (word.length >= SHORTEST_WORD || /[^ -~]|\d/.test(word));

/** The card of a case; of a long one the first words of each text. */
export function cardOf(case_: Shareable): Card {
  const titled = case_.get("title")?.value;
  const title = cut(typeof titled === "string" ? titled : "");
  const all = textsOf(case_);
  const share = Math.ceil(MOST_LETTERS / Math.max(1, all.length));
  const texts = all.map((text) => text.slice(0, share));
  const named = [...case_.values()].flatMap(nameMarks);
  const marks = fitting([...new Set([...marksIn([title, ...texts].join(" ")), ...named])]);
  const known = new Set(wordsOf(title));
  const words: string[] = [];
  let room = MOST - bytesOf({ t: "card", title, words: "", marks });
  for (const word of turns(texts.map((text) => wordsOf(text).filter(tells)))) {
    if (known.has(word)) continue;
    known.add(word);
    room -= bytesOf(word) - 1;
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
