// Before publishing: which texts a language lacks, and what is hard to read. The first stops it, the
// second only warns: whoever writes knows best whom they write to.

import type { Reading } from "../../lib/reading.ts";
import { type Language, t } from "../i18n/i18n.ts";
import type { FormBody } from "../logic/form.ts";
import { ownName } from "../site/texts-fields.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { missingIn, readings, unmeasured } from "./check.ts";
import { titleOf } from "./describe.ts";
import { DOORS, door, forms, opened } from "./draft.ts";
import { questionIn } from "./edits.ts";

/** Opens a question behind a door that asks it. */
function goTo(form: FormBody, key: string): void {
  const asking = DOORS.find((name) => form.doors[name].includes(key));
  if (asking !== undefined && !form.doors[door.value].includes(key)) door.value = asking;
  opened.value = key;
  forms.place.value = "edit";
}

interface MissingProps {
  missing: readonly { key: string; name: string; languages: readonly Language[] }[];
  onGo: (key: string) => void;
}

/** What lacks a text, in which languages, and the way there. */
export function Missing({ missing, onGo }: MissingProps) {
  if (missing.length === 0) return <Notice tone="good">{t("forms.none-missing")}</Notice>;
  return (
    <Notice tone="bad">
      <p>{t("forms.missing")}</p>
      <ul>
        {missing.map(({ key, name, languages }) => (
          <li key={key}>
            <bdi>{name}</bdi>: {languages.map((code) => ownName(code)).join(", ")}{" "}
            <Button kind="quiet" onClick={() => onGo(key)}>
              {t("forms.go-there")}
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** How easy it is to read in each language, and its hardest sentences. */
export function ReadingNotices({
  readings: of,
}: {
  readings: (Reading & { language: Language })[];
}) {
  return (
    <>
      {of.map(({ language, level, isEasy, hard }) => (
        <Notice key={language} tone={isEasy && hard.length === 0 ? "good" : "warn"}>
          <p>
            {t(`forms.level.${language}`, { n: level === null ? "–" : level.toFixed(1) })}{" "}
            {!isEasy && t("forms.not-easy")}
          </p>
          {hard.length > 0 && (
            <>
              <p>{t("forms.hard")}</p>
              <ul>
                {hard.map((sentence) => (
                  <li key={sentence} lang={language}>
                    <bdi>{sentence}</bdi>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Notice>
      ))}
      {unmeasured().map((code) => (
        <p key={code} class="field-help">
          {t("forms.unmeasured", { language: ownName(code) })}
        </p>
      ))}
    </>
  );
}

export function Checks({ form }: { form: FormBody }) {
  const missing = missingIn(form).map(({ key, languages }) => ({
    key,
    name: titleOf(questionIn(form, key), key),
    languages,
  }));
  return (
    <section class="panel">
      <h2>{t("forms.checks")}</h2>
      <Missing missing={missing} onGo={(key) => goTo(form, key)} />
      <ReadingNotices readings={readings(form)} />
    </section>
  );
}
