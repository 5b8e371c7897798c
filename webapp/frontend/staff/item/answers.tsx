// A tip's answers under the questions that were asked.

import { t } from "../i18n/i18n.ts";
import type { Inner } from "../logic/answers.ts";
import { askedBy } from "../store/forms.ts";
import { Notice } from "../ui/notice.tsx";
import { wordsOfAnswers } from "./answer-words.ts";

export function Answers({ inner }: { inner: Inner }) {
  const { state } = askedBy(inner);
  const odd = state === "changed" || state === "unknown" || state === "away";
  return (
    <>
      {odd && <Notice tone={state === "changed" ? "bad" : "warn"}>{t(`answers.${state}`)}</Notice>}
      <dl class="answers">
        {wordsOfAnswers(inner).map(({ key, label, text }) => (
          <div key={key} class={key === "what" ? "answer lead" : "answer"}>
            <dt dir="auto">{label}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
