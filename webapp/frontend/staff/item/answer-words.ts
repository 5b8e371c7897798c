// Each answer of a tip under the question that its person read, in the reader's language. Where the
// version is not there, or is not what was asked, keys and values stand as they were sealed.

import { own } from "../../lib/own.ts";
import { known, language, t, term } from "../i18n/i18n.ts";
import { ANSWER_TERMS, answersOf, type Inner } from "../logic/answers.ts";
import { answerIn, labelIn, orderOf } from "../logic/form.ts";
import { askedBy } from "../store/forms.ts";

export interface AnswerWords {
  key: string;
  label: string;
  text: string;
}

function ofShipped(key: string, value: string): Omit<AnswerWords, "key"> {
  const list = own(ANSWER_TERMS, key);
  const label = `answer.${key}`;
  return {
    label: known(label) ? t(label) : key,
    text: list === undefined ? value : term(list, value),
  };
}

/** One answer in words; the tip says which questions it answers. */
export function wordsOfAnswer(inner: Inner, key: string, value: string): AnswerWords {
  const asked = askedBy(inner);
  if (asked.state === "shipped") return { key, ...ofShipped(key, value) };
  if (asked.state !== "known") return { key, label: key, text: value };
  return {
    key,
    label: labelIn(asked.form, inner, key, language.value),
    text: answerIn(asked.form, key, value, language.value),
  };
}

/** All answers of a tip, in the order in which it was asked. */
export function wordsOfAnswers(inner: Inner): AnswerWords[] {
  const asked = askedBy(inner);
  const answers =
    asked.state === "known" ? answersOf(inner, orderOf(asked.form, inner)) : answersOf(inner);
  return answers.map(([key, value]) => wordsOfAnswer(inner, key, value));
}

/** One answer as a line of a longer text. */
export const lineOfAnswer = ({ label, text }: AnswerWords): string => `${label}: ${text}`;
