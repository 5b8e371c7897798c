// The answers of a choice: their words, and for questions of the site's own also how many there are.

import { t } from "../i18n/i18n.ts";
import type { Choice, Question } from "../logic/form.ts";
import { TextsFields } from "../site/texts-fields.tsx";
import { Button } from "../ui/button.tsx";
import { choiceKey, isOwn, NO_TEXTS } from "./edits.ts";
import type { Change } from "./question-fields.tsx";

const MOST = 20;
const FEWEST = 2;

export function ChoicesFields({ question, change }: { question: Question; change: Change }) {
  const { choices } = question;
  const set = (at: number, part: Partial<Choice>): void =>
    change({ choices: choices.map((it, n) => (n === at ? { ...it, ...part } : it)) });
  const own = isOwn(question.key);
  const more: Choice = { key: choiceKey(question), label: NO_TEXTS, help: NO_TEXTS, doors: [] };
  return (
    <section class="stack">
      <h3>{t("forms.choices")}</h3>
      {choices.map((choice, at) => (
        <div key={choice.key} class="form-choice">
          <TextsFields
            label={t("forms.choice-n", { n: at + 1 })}
            texts={choice.label}
            onTexts={(label) => set(at, { label })}
          />
          <details open={choice.help.en !== ""}>
            <summary>{t("forms.choice-help")}</summary>
            <TextsFields
              label={t("forms.choice-help")}
              hiddenLabel
              texts={choice.help}
              onTexts={(help) => set(at, { help })}
            />
          </details>
          {own && choices.length > FEWEST && (
            <div class="actions">
              <Button onClick={() => change({ choices: choices.filter((_, n) => n !== at) })}>
                {t("forms.choice-remove", { n: at + 1 })}
              </Button>
            </div>
          )}
        </div>
      ))}
      {own && choices.length < MOST && (
        <div class="actions">
          <Button onClick={() => change({ choices: [...choices, more] })}>
            {t("forms.choice-add")}
          </Button>
        </div>
      )}
    </section>
  );
}
