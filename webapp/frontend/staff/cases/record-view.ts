// How a record's flat fields are shown: their labels and their values in the reader's language.

import { day, languageName, number, terms } from "../i18n/format.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { listOf } from "../logic/case-record.ts";
import type { Flat } from "../logic/merge.ts";
import { type Tally, tallyOf } from "../logic/people.ts";
import { namedBy } from "../logic/section-fields.ts";
import { isTerm } from "../logic/terms.ts";

/** The label of a flat field: "title", "body", "fields.venue", … */
export function fieldLabel(key: string): string {
  const name = key.replace(/^fields\./, "");
  const own: Record<string, string> = {
    title: "case.title-field",
    summary: "case.summary",
    body: "case.body",
    language: "label.language",
    since: "answer.since",
    seats: "answer.seats",
    airline: "answer.airline",
    flight_number: "answer.flight",
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
  if (key.endsWith("_date")) return day(value);
  return list === null ? value : term(list, value);
}

/** Whether a field holds a code, a day or a number: nothing that could be put together by hand. */
export function isPicked(key: string): boolean {
  if (!key.startsWith("fields.")) return false;
  const name = key.slice(7);
  if (listOf(name) !== null || name === "language") return true;
  return name.startsWith("count") || name.endsWith("_count") || name.endsWith("_date");
}

/** The name of a kind of section; one that we do not know as it is written. */
export const kindName = (kind: string): string =>
  isTerm("section", kind) ? term("section", kind) : kind;

/** What a section is called: its title, else what names it, else "". */
export function sectionTitle(kind: string, flat: Flat): string {
  if (typeof flat.title === "string" && flat.title !== "") return flat.title;
  const name = namedBy(kind, flat);
  if (name !== null) return fieldValue(`fields.${name}`, flat[`fields.${name}`] ?? "");
  return kind === "person" ? peopleTitle(flat) : "";
}

/** People without a name by what they are and how many. */
function peopleTitle(flat: Flat): string {
  const role = flat["fields.role"];
  const who = typeof role === "string" && role !== "" ? [term("person_role", role)] : [];
  const { low, high } = tallyOf(flat);
  const many = low === 1 && high === 1 ? [] : [tallyText(tallyOf(flat))];
  return [...many, ...who].join(" · ");
}

/** "about 300", "280–320" or "12", in the reader's digits. */
export function tallyText({ low, high, about, atLeast }: Tally): string {
  const count = low === high ? number(low) : `${number(low)}–${number(high)}`;
  if (atLeast) return t("people-count.at-least", { count });
  return about ? t("people-count.about", { count }) : count;
}
