// One text in each language of the page outside.

import { LANGUAGES, type Language, t } from "../i18n/i18n.ts";
import { TextArea, TextField } from "../ui/field.tsx";
import type { Texts } from "./types.ts";

interface Props {
  label: string;
  help?: string;
  error?: string;
  /** Several lines, or so many of them. */
  long?: boolean | number;
  /** Where something beside it says the same. */
  hiddenLabel?: boolean;
  texts: Texts;
  onTexts: (texts: Texts) => void;
}

const OWN_NAMES: Record<Language, string> = { en: "English", es: "Español", ar: "العربية" };

export const ownName = (code: Language): string => OWN_NAMES[code];

export function TextsFields(props: Props) {
  const { label, help = "", error = "", long, hiddenLabel, texts, onTexts } = props;
  const Field = long ? TextArea : TextField;
  return (
    <fieldset class="texts-fields">
      <legend class={hiddenLabel ? "hidden" : undefined}>{label}</legend>
      {help && <p class="field-help">{help}</p>}
      <div class={long ? "stack" : "field-grid"}>
        {LANGUAGES.map((code) => (
          <Field
            key={code}
            label={t("site.in", { language: OWN_NAMES[code] })}
            dir="auto"
            {...(typeof long === "number" ? { rows: long } : {})}
            value={texts[code]}
            onValue={(value) => onTexts({ ...texts, [code]: value })}
          />
        ))}
      </div>
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
