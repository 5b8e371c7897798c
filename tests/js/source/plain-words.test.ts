// What people outside read is easy to read: sixth grade at most, by the Flesch-Kincaid formula, in English.
import { readFileSync } from "node:fs";
import { po } from "gettext-parser";
import { expect, test } from "vitest";
import {
  ENOUGH,
  GRADE,
  gradeOf as grade,
  HARDEST_GRADE as HARDEST,
  sentencesOf,
  wordsIn,
} from "../../../webapp/frontend/lib/reading.ts";

const CATALOGUE = "webapp/translations/en/LC_MESSAGES/source.po";
const entries = po.parse(readFileSync(CATALOGUE), { defaultCharset: "utf-8" }).translations[""];
const texts = Object.values(entries ?? {})
  .filter(({ msgid }) => msgid !== "")
  .map(({ msgid, msgstr }) => ({ msgid, sentences: sentencesOf(msgstr[0] ?? "") }));

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
