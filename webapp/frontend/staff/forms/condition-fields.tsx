// Of whom a question is asked: of everybody, or of whoever chose one of some answers before.

import { language, t } from "../i18n/i18n.ts";
import type { FormBody, Question } from "../logic/form.ts";
import { CheckGroup } from "../ui/check-group.tsx";
import { SelectField } from "../ui/field.tsx";
import { titleOf } from "./describe.ts";
import { mayDependOn, questionIn } from "./edits.ts";
import type { Change } from "./question-fields.tsx";

interface Props {
  form: FormBody;
  question: Question;
  change: Change;
}

export function ConditionFields({ form, question, change }: Props) {
  const { condition } = question;
  const possible = mayDependOn(form, question.key);
  const on = condition ? questionIn(form, condition.question) : undefined;
  const choose = (key: string): void => {
    const first = questionIn(form, key)?.choices[0];
    change({ condition: first ? { question: key, any_of: [first.key] } : null });
  };
  return (
    <>
      <SelectField
        label={t("forms.condition")}
        help={t("forms.condition-help")}
        value={condition?.question ?? ""}
        options={[
          { value: "", label: t("forms.everybody") },
          ...possible.map((it) => ({ value: it.key, label: titleOf(it, it.key) })),
        ]}
        onValue={choose}
      />
      {condition && on && (
        <CheckGroup
          legend={t("forms.any-of")}
          options={on.choices.map(({ key, label }) => ({
            value: key,
            label: label[language.value] || key,
          }))}
          chosen={condition.any_of}
          onChosen={(any_of) =>
            any_of.length > 0 && change({ condition: { ...condition, any_of } })
          }
        />
      )}
    </>
  );
}
