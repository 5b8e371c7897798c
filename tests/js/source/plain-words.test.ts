// What people outside read is easy to read: sixth grade at most, by the Flesch-Kincaid formula, in English.
import { readFileSync } from "node:fs";
import { fleschKincaid } from "flesch-kincaid";
import { po } from "gettext-parser";
import { syllable } from "syllable";
import { expect, test } from "vitest";

const GRADE = 6;
/** A single text may stand out where it is long: "emergency number" alone has six syllables. */
const HARDEST = 9.5;
/** Shorter ones say too little about how hard they are. */
const ENOUGH = 12;

const CATALOGUE = "webapp/translations/en/LC_MESSAGES/source.po";
const entries = po.parse(readFileSync(CATALOGUE), { defaultCharset: "utf-8" }).translations[""];
const texts = Object.values(entries ?? {})
  .filter(({ msgid }) => msgid !== "")
  .map(({ msgid, msgstr }) => ({ msgid, sentences: (msgstr[0] ?? "").split(/\n|(?<=[.!?:]) /) }));

const wordsIn = (text: string) => text.match(/[\p{L}\p{N}'’]+/gu) ?? [];

/** The grade at school in the United States that reads these sentences with ease. */
function grade(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0);
  return fleschKincaid({ sentence: sentences.length, word: words.length, syllable: syllables });
}

const long = texts.filter(({ sentences }) => sentences.flatMap(wordsIn).length >= ENOUGH);

test("all of it together is for the sixth grade", () => {
  expect(long.length).toBeGreaterThan(80);
  expect(grade(long.flatMap(({ sentences }) => sentences))).toBeLessThanOrEqual(GRADE);
});

test("no single text is far harder", () => {
  const hard = long
    .map(({ msgid, sentences }) => ({ msgid, grade: grade(sentences) }))
    .filter((text) => text.grade > HARDEST);
  expect(hard).toEqual([]);
});

test("a hard text is found", () => {
  const legalese =
    "The organisation hereby acknowledges confidentiality obligations pursuant to law.";
  expect(grade([legalese])).toBeGreaterThan(HARDEST);
});
