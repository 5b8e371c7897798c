// How easy a text is to read: the formulas on texts that they can be counted out on by hand.
import { readFileSync } from "node:fs";
import { po } from "gettext-parser";
import { expect, test } from "vitest";
import { easeOf, readingOf, spanishSyllables } from "../../../webapp/frontend/lib/reading.ts";

test.each([
  ["casa", 2],
  ["día", 2],
  ["ciudad", 2],
  ["que", 1],
  ["guerra", 2],
  ["pingüino", 3],
  ["hoy", 1],
  ["leer", 2],
  ["país", 2],
  ["huir", 1],
  ["aéreo", 4],
  ["buey", 1],
  ["yo", 1],
  ["y", 1],
  ["oír", 2],
  ["viaje", 2],
  ["cuántas", 2],
  ["dirección", 3],
  ["alguien", 2],
  ["leíais", 3],
])("%s has so many syllables: %i", (word, count) => {
  expect(spanishSyllables(word)).toBe(count);
});

test("a Spanish sentence has the ease that the formula gives by hand", () => {
  // 5 words, 8 syllables, one sentence
  expect(easeOf(["El perro come en casa."])).toBeCloseTo(206.835 - 62.3 * (8 / 5) - 5, 5);
});

test("what ships is easy in both languages, and Arabic is not measured", () => {
  for (const language of ["en", "es"]) {
    const path = `webapp/translations/${language}/LC_MESSAGES/source.po`;
    const entries = po.parse(readFileSync(path), { defaultCharset: "utf-8" }).translations[""];
    const texts = Object.values(entries ?? {}).flatMap(({ msgid, msgstr }) =>
      /^(q|how|witness|consent|value)\./.test(msgid) ? [msgstr[0] ?? ""] : [],
    );
    expect(readingOf(texts, language)).toMatchObject({ isEasy: true, hard: [] });
  }
  expect(readingOf(["نص"], "ar")).toEqual({ level: null, isEasy: true, hard: [] });
});

test("the sentence that is hard is named", () => {
  const easy = "We lock it.";
  const legal =
    "The organisation hereby acknowledges confidentiality obligations pursuant to law, notwithstanding contrary provisions.";
  const pesado =
    "La organización reconoce las obligaciones de confidencialidad correspondientes, independientemente de disposiciones jurídicas contradictorias.";
  expect(readingOf([easy, `${easy} ${legal}`], "en").hard).toEqual([legal]);
  expect(readingOf([pesado], "es").hard).toEqual([pesado]);
});
