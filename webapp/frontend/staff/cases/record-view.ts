// How a record's flat fields are shown: their labels and their values in the reader's language.

import { languageName, terms } from "../i18n/format.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { listOf } from "../logic/case-record.ts";

/** The label of a flat field: "title", "body", "fields.venue", … */
export function fieldLabel(key: string): string {
  const name = key.replace(/^fields\./, "");
  const own: Record<string, string> = {
    title: "case.title-field",
    summary: "case.summary",
    body: "case.body",
    language: "label.language",
  };
  const id = own[name] ?? `field.${name}`;
  return known(id) ? t(id) : name;
}

/** A flat field's value as words; codes by name. */
export function fieldValue(key: string, value: string | string[]): string {
  const name = key.replace(/^fields\./, "");
  const list = key.startsWith("fields.") ? listOf(name) : null;
  if (Array.isArray(value)) return list === null ? value.join(", ") : terms(list, value);
  if (value === "") return t("field.none");
  if (key === "fields.language") return languageName(value);
  return list === null ? value : term(list, value);
}
