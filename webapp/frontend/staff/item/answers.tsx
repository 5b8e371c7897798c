// A tip's answers under their translated questions.

import { t, term } from "../i18n/i18n.ts";
import { ANSWER_TERMS, answersOf, type Inner } from "../logic/answers.ts";

/** An answer in the reader's language: codes by name, the person's own words untouched. */
export function answerText(key: string, value: string): string {
  const list = ANSWER_TERMS[key];
  return list === undefined ? value : term(list, value);
}

export function Answers({ inner }: { inner: Inner }) {
  return (
    <dl class="answers">
      {answersOf(inner).map(([key, value]) => (
        <div key={key} class={key === "what" ? "answer lead" : "answer"}>
          <dt>{t(`answer.${key}`)}</dt>
          <dd dir="auto">{answerText(key, value)}</dd>
        </div>
      ))}
    </dl>
  );
}
