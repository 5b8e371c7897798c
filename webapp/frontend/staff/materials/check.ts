// What is still wrong with a draft of the library before anybody reads it: texts that a language lacks,
// and texts that are hard to read.

import { isMeasured, type Reading, readingOf } from "../../lib/reading.ts";
import { LANGUAGES, type Language } from "../i18n/i18n.ts";
import type { Material, MaterialsBody } from "./types.ts";

/** The languages in which a material has no title or no text. */
export const missingOf = ({ title, text }: Material): Language[] =>
  LANGUAGES.filter((code) => title[code].trim() === "" || text[code].trim() === "");

export const missingIn = ({ materials }: MaterialsBody): Material[] =>
  materials.filter((material) => missingOf(material).length > 0);

const MARKS = /^\s*[-#] |https?:\/\/\S*/g;

/** Every line in one language, without what is no word. */
const wordsOf = ({ materials }: MaterialsBody, language: Language): string[] =>
  materials
    .flatMap(({ title, text }) => [title[language], ...text[language].split("\n")])
    .map((line) => line.replace(MARKS, ""))
    .filter((line) => line.trim() !== "");

/** How easy the library is to read in each language that can be measured. */
export const readings = (body: MaterialsBody): (Reading & { language: Language })[] =>
  LANGUAGES.filter(isMeasured).map((language) => ({
    language,
    ...readingOf(wordsOf(body, language), language),
  }));
