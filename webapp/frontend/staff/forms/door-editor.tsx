// One door's questions in order: each is moved, edited or switched off where it stands.

import { t, term } from "../i18n/i18n.ts";
import type { FormBody, Question } from "../logic/form.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { useHeldButton } from "../ui/held-button.ts";
import { Named } from "../ui/named.tsx";
import { Notice } from "../ui/notice.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { AddQuestion } from "./add-question.tsx";
import { missingOf } from "./check.ts";
import { titleOf } from "./describe.ts";
import { DOORS, door, forms, opened } from "./draft.ts";
import { moved, NOTICE, questionIn, switchedOff, switchedOn } from "./edits.ts";
import { QuestionFields } from "./question-fields.tsx";
import type { FormDraft } from "./types.ts";

/** The doors as buttons; the pressed one is listed below. */
export function Doors() {
  return (
    <Tabs
      legend={t("forms.doors")}
      tabs={DOORS.map((value) => ({ value, label: term("door", value) }))}
      shown={door.value}
      onShown={(name) => {
        door.value = name;
      }}
    />
  );
}

function signsOf(question: Question | undefined, at: number): string[] {
  if (question === undefined) return [];
  const number = forms.draft.value?.body.questions.indexOf(question) ?? -1;
  const isWrong =
    forms.isWrong(`questions.${number}`) || forms.isWrong(`doors.${door.value}.${at}`);
  return [
    t(`forms.kind.${question.kind}`),
    ...(question.inline ? [t("forms.inline-short")] : []),
    ...(question.condition ? [t("forms.condition-short")] : []),
    ...(question.asks_for.length > 0 ? [t("forms.after-notice")] : []),
    ...(missingOf(question).length > 0 ? [t("forms.lacks")] : []),
    ...(isWrong ? [t("forms.breaks")] : []),
  ];
}

interface RowProps {
  form: FormBody;
  of: string;
  at: number;
  last: boolean;
  onMove: (key: string, by: 1 | -1) => void;
}

function Row({ form, of, at, last, onMove }: RowProps) {
  const question = questionIn(form, of);
  const name = titleOf(question, of);
  const isOpen = opened.value === of;
  return (
    <li class="row form-row">
      <div class="form-row-words">
        <strong>
          {at + 1}. <bdi>{name}</bdi>
        </strong>
        <span class="field-help">{signsOf(question, at).join(" · ")}</span>
      </div>
      <div class="actions">
        <Button id={`up-${of}`} disabled={at === 0} onClick={() => onMove(of, -1)}>
          <Named act={t("forms.up")} name={name} />
        </Button>
        <Button id={`down-${of}`} disabled={last} onClick={() => onMove(of, 1)}>
          <Named act={t("forms.down")} name={name} />
        </Button>
        {question !== undefined && (
          <>
            <Button
              aria-expanded={isOpen}
              onClick={() => {
                opened.value = isOpen ? "" : of;
              }}
            >
              <Named act={t(isOpen ? "forms.close" : "forms.edit")} name={name} />
            </Button>
            {of !== "what" && (
              <Button onClick={() => forms.edit(switchedOff(form, door.value, of))}>
                <Named act={t("forms.off")} name={name} />
              </Button>
            )}
          </>
        )}
      </div>
      {isOpen && question !== undefined && <QuestionFields form={form} question={question} />}
    </li>
  );
}

/** Questions that this door could ask, and does not. */
function Others({ form }: { form: FormBody }) {
  const others = form.questions.filter(({ key }) => !form.doors[door.value].includes(key));
  if (others.length === 0) return null;
  return (
    <section class="stack">
      <h3>{t("forms.others")}</h3>
      <ul class="rows">
        {others.map((question) => (
          <li key={question.key} class="row form-row">
            <bdi>{titleOf(question, question.key)}</bdi>
            <div class="actions">
              <Button onClick={() => forms.edit(switchedOn(form, door.value, question.key))}>
                <Named act={t("forms.on")} name={titleOf(question, question.key)} />
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function DoorEditor({ body }: FormDraft) {
  const order = body.doors[door.value];
  const hold = useHeldButton(order);
  const move = (key: string, by: 1 | -1): void => {
    hold(key, by);
    const next = moved(body, door.value, key, by);
    forms.edit(next);
    announce(t("forms.moved", { n: next.doors[door.value].indexOf(key) + 1 }));
  };
  return (
    <section class="panel">
      <h2>{t("forms.questions")}</h2>
      <Doors />
      {forms.wrong.value.includes(`doors.${door.value}`) && (
        <Notice tone="bad">{t("forms.wrong-door")}</Notice>
      )}
      <ol class="rows">
        {order.map((key, at) => (
          <Row
            key={key}
            form={body}
            of={key}
            at={at}
            last={at === order.length - 1}
            onMove={move}
          />
        ))}
      </ol>
      {!order.includes(NOTICE) && <Notice tone="bad">{t("forms.wrong-door")}</Notice>}
      <Others form={body} />
      <AddQuestion form={body} />
    </section>
  );
}
