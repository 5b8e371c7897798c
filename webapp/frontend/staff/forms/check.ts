// What is still wrong with a draft before anybody outside is asked by it: texts that a language lacks,
// and texts that are hard to read.

import { isMeasured, type Reading, readingOf } from "../../lib/reading.ts";
import { LANGUAGES, type Language } from "../i18n/i18n.ts";
import type { FormBody, Question, Texts } from "../logic/form.ts";

export interface Missing {
  key: string;
  languages: Language[];
}

/** All texts of a question; of some a question need not have any. */
function textsOf({ label, help, at, choices }: Question): { texts: Texts; needed: boolean }[] {
  return [
    { texts: label, needed: true },
    { texts: help, needed: false },
    ...Object.values(at).map((texts) => ({ texts, needed: true })),
    ...choices.flatMap((choice) => [
      { texts: choice.label, needed: true },
      { texts: choice.help, needed: false },
    ]),
  ];
}

const isEmpty = (text: string): boolean => text.trim() === "";

/** The languages in which something of a question is not said. */
export function missingOf(question: Question): Language[] {
  const wanted = textsOf(question).filter(
    ({ texts, needed }) => needed || LANGUAGES.some((code) => !isEmpty(texts[code])),
  );
  return LANGUAGES.filter((code) => wanted.some(({ texts }) => isEmpty(texts[code])));
}

export function missingIn(form: FormBody): Missing[] {
  return form.questions
    .map((question) => ({ key: question.key, languages: missingOf(question) }))
    .filter(({ languages }) => languages.length > 0);
}

/** Everything that some door asks, in one language. */
function wordsOf(form: FormBody, language: Language): string[] {
  const asked = new Set(Object.values(form.doors).flat());
  return form.questions
    .filter(({ key }) => asked.has(key))
    .flatMap((question) => textsOf(question).map(({ texts }) => texts[language]))
    .filter((text) => !isEmpty(text));
}

/** How easy the form is to read in each language that can be measured. */
export const readings = (form: FormBody): (Reading & { language: Language })[] =>
  LANGUAGES.filter(isMeasured).map((language) => ({
    language,
    ...readingOf(wordsOf(form, language), language),
  }));

export const unmeasured = (): Language[] => LANGUAGES.filter((code) => !isMeasured(code));
