// Everything of one question that may be changed. What the program itself reads keeps its kind, its
// answers and its condition: the priority of a message is computed from them.

import { t, term } from "../i18n/i18n.ts";
import type { FormBody, Question } from "../logic/form.ts";
import { TextsFields } from "../site/texts-fields.tsx";
import { Button } from "../ui/button.tsx";
import { CheckBox } from "../ui/check.tsx";
import { CheckGroup } from "../ui/check-group.tsx";
import { SelectField } from "../ui/field.tsx";
import { ChoicesFields } from "./choices-fields.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { door, forms, opened } from "./draft.ts";
import { changed, isOwn, NO_TEXTS, removed } from "./edits.ts";

const ROWS = [1, 4, 7] as const;
const ASKS = ["age", "name", "place"] as const;

interface Props {
  form: FormBody;
  question: Question;
}

export type Change = (change: Partial<Question>) => void;

function Words({ question, change }: { question: Question; change: Change }) {
  const here = question.at[door.value];
  const at = (texts: Question["label"] | undefined): void => {
    const { [door.value]: _, ...others } = question.at;
    change({ at: texts === undefined ? others : { ...others, [door.value]: texts } });
  };
  return (
    <>
      <TextsFields
        label={t("forms.label")}
        texts={question.label}
        onTexts={(label) => change({ label })}
      />
      <TextsFields
        label={t("forms.help")}
        help={t("forms.help-help")}
        texts={question.help}
        onTexts={(help) => change({ help })}
      />
      <CheckBox
        label={t("forms.other-words", { door: term("door", door.value) })}
        on={here !== undefined}
        onTick={(on) => at(on ? NO_TEXTS : undefined)}
      />
      {here !== undefined && (
        <TextsFields
          label={t("forms.other-words", { door: term("door", door.value) })}
          hiddenLabel
          texts={here}
          onTexts={at}
        />
      )}
    </>
  );
}

function Shape({ question, change }: { question: Question; change: Change }) {
  const { kind, rows } = question;
  return (
    <>
      {(kind === "text" || kind === "place") && (
        <SelectField
          label={t("forms.rows")}
          value={String(ROWS.find((it) => it >= rows) ?? ROWS[2])}
          options={ROWS.map((n) => ({ value: String(n), label: t(`forms.rows.${n}`) }))}
          onValue={(value) => change({ rows: Number(value) })}
        />
      )}
      <CheckBox
        label={t("forms.inline")}
        on={question.inline}
        onTick={(inline) => change({ inline })}
      />
      {isOwn(question.key) && kind === "choice" && (
        <CheckBox label={t("forms.many")} on={question.many} onTick={(many) => change({ many })} />
      )}
      {isOwn(question.key) && (
        <CheckGroup
          legend={t("forms.asks-for")}
          options={ASKS.map((value) => ({ value, label: t(`forms.asks.${value}`) }))}
          chosen={question.asks_for}
          onChosen={(asks_for) => change({ asks_for })}
        />
      )}
    </>
  );
}

export function QuestionFields({ form, question }: Props) {
  const change: Change = (part) => forms.edit(changed(form, question.key, part));
  const remove = (): void => {
    opened.value = "";
    forms.edit(removed(form, question.key));
  };
  return (
    <div class="form-fields">
      <p class="field-help">
        {t("forms.key", { key: question.key })} {!isOwn(question.key) && t("forms.fixed")}
      </p>
      <Words question={question} change={change} />
      <Shape question={question} change={change} />
      {question.kind === "choice" && <ChoicesFields question={question} change={change} />}
      {isOwn(question.key) && (
        <>
          <ConditionFields form={form} question={question} change={change} />
          <div class="actions">
            <Button kind="danger" onClick={remove}>
              {t("forms.remove")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
