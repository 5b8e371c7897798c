// The structured fields of a case as pick lists, between title and save.

import type { ComponentChildren } from "preact";
import { languageName } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { listOf, MULTI_FIELDS, SINGLE_FIELDS } from "../logic/case-record.ts";
import { COMMON_LANGUAGES } from "../logic/languages.ts";
import type { Flat } from "../logic/merge.ts";
import type { TermList } from "../logic/terms.ts";
import { CheckGroup } from "../ui/check-group.tsx";
import { SelectField, TextArea, TextField } from "../ui/field.tsx";
import { optionalOf, optionsOf } from "../ui/term-options.ts";

interface Props {
  flat: Flat;
  onFlat: (flat: Flat) => void;
}

export const text = (flat: Flat, key: string): string => {
  const value = flat[key];
  return typeof value === "string" ? value : "";
};

const many = (flat: Flat, key: string): string[] => {
  const value = flat[key];
  return Array.isArray(value) ? value : [];
};

export function languageOptions() {
  const named = COMMON_LANGUAGES.map((value) => ({ value, label: languageName(value) }));
  return [{ value: "", label: t("field.none") }, ...named];
}

function Picks({ flat, onFlat }: Props) {
  return (
    <div class="field-grid">
      {SINGLE_FIELDS.map((name) => (
        <SelectField
          key={name}
          label={t(`field.${name}`)}
          value={text(flat, `fields.${name}`)}
          options={optionalOf(listOf(name) as TermList)}
          onValue={(value) => onFlat({ ...flat, [`fields.${name}`]: value })}
        />
      ))}
      <TextField
        label={t("field.victims_count")}
        inputMode="numeric"
        value={text(flat, "fields.victims_count")}
        onValue={(value) => onFlat({ ...flat, "fields.victims_count": value })}
      />
      <SelectField
        label={t("label.language")}
        value={text(flat, "fields.language")}
        options={languageOptions()}
        onValue={(value) => onFlat({ ...flat, "fields.language": value })}
      />
    </div>
  );
}

/** Title, summary and fields of a case; everything may stay empty but the title. What else there is to say stands after the summary. */
export function CaseFields({ flat, onFlat, children }: Props & { children?: ComponentChildren }) {
  return (
    <>
      <TextField
        label={t("case.title-field")}
        dir="auto"
        required
        value={text(flat, "title")}
        onValue={(title) => onFlat({ ...flat, title })}
      />
      <TextArea
        label={t("case.summary")}
        rows={7}
        value={text(flat, "summary")}
        onValue={(summary) => onFlat({ ...flat, summary })}
      />
      {children}
      <Picks flat={flat} onFlat={onFlat} />
      {MULTI_FIELDS.map((name) => (
        <CheckGroup
          key={name}
          legend={t(`field.${name}`)}
          options={optionsOf(listOf(name) as TermList)}
          chosen={many(flat, `fields.${name}`)}
          onChosen={(chosen) => onFlat({ ...flat, [`fields.${name}`]: chosen })}
        />
      ))}
    </>
  );
}
