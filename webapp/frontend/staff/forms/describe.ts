// The parts of a form in words, so that two versions can be read beside each other.

import { LANGUAGES, language, t, term } from "../i18n/i18n.ts";
import { isObject } from "../logic/answers.ts";
import type { FormBody, Question, Texts } from "../logic/form.ts";
import { NOTICE, questionIn } from "./edits.ts";

/** A question's words as staff name it; its key where it has none yet. */
export const titleOf = (question: Question | undefined, key: string): string =>
  key === NOTICE ? t("forms.notice") : question?.label[language.value] || key;

export const keysOf = (form: FormBody, door: string): string[] =>
  Object.entries(form.doors).find(([name]) => name === door)?.[1] ?? [];

const DOOR = "door:";
const QUESTION = "question:";

export function nameOfPart(form: FormBody): (part: string) => string {
  return (part) => {
    if (part.startsWith(DOOR)) {
      return t("forms.order-of", { door: term("door", part.slice(DOOR.length)) });
    }
    const key = part.slice(QUESTION.length);
    return titleOf(questionIn(form, key), key);
  };
}

const texts = (each: Texts): string[] =>
  LANGUAGES.map((code) => each[code]).filter((text) => text !== "");

function ofQuestion(question: Question, form: FormBody): string[] {
  const { condition } = question;
  const on = condition ? questionIn(form, condition.question) : undefined;
  return [
    t(`forms.kind.${question.kind}`),
    ...texts(question.label),
    ...texts(question.help),
    ...Object.values(question.at).flatMap(texts),
    ...question.choices.map((choice) => texts(choice.label).join(" · ")),
    ...(condition ? [`${titleOf(on, condition.question)}: ${condition.any_of.join(", ")}`] : []),
  ];
}

/** What a part says, one line for each thing; a part that is not there is a dash. */
export function describe(part: string, form: FormBody): string[] {
  if (part.startsWith(DOOR)) {
    const order = keysOf(form, part.slice(DOOR.length));
    return order.map((key, n) => `${n + 1}. ${titleOf(questionIn(form, key), key)}`);
  }
  const question = questionIn(form, part.slice(QUESTION.length));
  return question === undefined ? ["—"] : ofQuestion(question, form);
}

/** A stored version and an answer of the server have their fields in different orders. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  );

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

/** The parts in which two forms differ. */
export function differing(one: FormBody, other: FormBody): string[] {
  const keys = new Set([...one.questions, ...other.questions].map(({ key }) => key));
  const doors = Object.keys(one.doors).filter(
    (door) => !same(keysOf(one, door), keysOf(other, door)),
  );
  const questions = [...keys].filter((key) => !same(questionIn(one, key), questionIn(other, key)));
  return [...questions.map((key) => QUESTION + key), ...doors.map((door) => DOOR + door)];
}

/** One form with these parts of another. */
export function withParts(form: FormBody, mine: FormBody, parts: readonly string[]): FormBody {
  const kept = new Set(parts);
  const others = form.questions.filter(({ key }) => !kept.has(QUESTION + key));
  const own = mine.questions.filter(({ key }) => kept.has(QUESTION + key));
  const order = [...form.questions, ...mine.questions].map(({ key }) => key);
  const questions = [...others, ...own].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  const doors = Object.entries(form.doors).map(([door, keys]) => [
    door,
    kept.has(DOOR + door) ? keysOf(mine, door) : keys,
  ]);
  return { questions, doors: Object.fromEntries(doors) as FormBody["doors"] };
}
