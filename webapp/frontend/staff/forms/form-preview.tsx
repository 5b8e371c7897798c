// The questions as people outside meet them: one to a screen, in order, with what their answers open.
// Whoever looks can tap and type; nothing of it is kept.

import { type Signal, useSignal } from "@preact/signals";
import { isAsked } from "../../lib/asked.ts";
import type { Door } from "../../source/engine/protocol.ts";
import { directionOf, type Language, language, t } from "../i18n/i18n.ts";
import type { FormBody, Question } from "../logic/form.ts";
import { LanguageTabs } from "../site/language-tabs.tsx";
import { Doors } from "./door-editor.tsx";
import { door } from "./draft.ts";
import { NOTICE, questionIn } from "./edits.ts";

type Said = Readonly<Record<string, string>>;

interface Look {
  shown: Language;
  at: Door;
  said: Signal<Said>;
}

const isHere = (question: Question, at: Door, said: Said): boolean =>
  isAsked({ if: question.condition?.question, is: question.condition?.any_of.join(" ") }, at, said);

/** The screens that these answers lead through: each a question, and what stands on it too. */
function screensOf(form: FormBody, at: Door, said: Said): Question[][] {
  const screens: Question[][] = [];
  for (const key of form.doors[at]) {
    const question = questionIn(form, key);
    if (question === undefined) continue;
    if (!question.inline) screens.push([]);
    if (isHere(question, at, said)) screens.at(-1)?.push(question);
  }
  return screens.filter((screen) => screen.length > 0);
}

function Choices({ question, look }: { question: Question; look: Look }) {
  const { said, shown, at } = look;
  const chosen = (said.value[question.key] ?? "").split(" ").filter(Boolean);
  const tap = (key: string): void => {
    const others = question.many ? chosen.filter((it) => it !== key) : [];
    const now = chosen.includes(key) && question.many ? others : [...others, key];
    said.value = { ...said.value, [question.key]: now.join(" ") };
  };
  const offered = question.choices.filter(({ doors }) => doors.length === 0 || doors.includes(at));
  return (
    <>
      {offered.map(({ key, label, help }) => (
        <label key={key} class="outside-choice">
          <input
            type={question.many ? "checkbox" : "radio"}
            name={`look-${question.key}`}
            checked={chosen.includes(key)}
            onChange={() => tap(key)}
          />
          <span>{label[shown] || "—"}</span>
          {chosen.includes(key) && help[shown] !== "" && (
            <span class="outside-help">{help[shown]}</span>
          )}
        </label>
      ))}
    </>
  );
}

function Answer({ question, look }: { question: Question; look: Look }) {
  const name = labelOf(question, look);
  if (question.kind === "choice") return <Choices question={question} look={look} />;
  if (question.kind === "file") return <p class="outside-button">{name}</p>;
  if (question.rows > 1) return <textarea rows={question.rows} dir="auto" aria-label={name} />;
  return (
    <>
      {question.kind === "date" && <input type="date" aria-label={name} />}
      <input
        dir="auto"
        aria-label={name}
        inputMode={question.kind === "number" ? "numeric" : "text"}
        autocomplete="off"
      />
    </>
  );
}

const labelOf = ({ label, at }: Question, { shown, at: here }: Look): string =>
  (at[here] ?? label)[shown] || "—";

function Screen({ questions, look, n }: { questions: Question[]; look: Look; n: number }) {
  return (
    <figure>
      <figcaption>{t("forms.screen", { n })}</figcaption>
      <div
        class="outside"
        lang={look.shown}
        dir={directionOf(look.shown)}
        data-accent="teal"
        data-scheme="auto"
      >
        {questions.map((question) => (
          <fieldset key={question.key} class="outside-question">
            <legend class={question.kind === "file" && question.inline ? "hidden" : undefined}>
              {labelOf(question, look)}
            </legend>
            {question.help[look.shown] !== "" && (
              <p class="outside-help">{question.help[look.shown]}</p>
            )}
            <Answer question={question} look={look} />
          </fieldset>
        ))}
      </div>
    </figure>
  );
}

export function FormPreview({ form }: { form: FormBody }) {
  const shown = useSignal<Language>(language.value);
  const said = useSignal<Said>({});
  const look = { shown: shown.value, at: door.value, said };
  const isLate = form.doors[door.value][0] !== NOTICE;
  return (
    <section class="panel">
      <p>{t(isLate ? "forms.preview-late" : "forms.preview-lead")}</p>
      <Doors />
      <LanguageTabs
        shown={shown.value}
        onShown={(code) => {
          shown.value = code;
        }}
      />
      <div class="outside-frames">
        {screensOf(form, door.value, said.value).map((questions, at) => (
          <Screen key={questions[0]?.key} questions={questions} look={look} n={at + 1} />
        ))}
      </div>
    </section>
  );
}
