// A case's main record between its sealed JSON and the form: one flat list of fields, so that form,
// history and merging speak of the same things.

import { isObject, textOf } from "./answers.ts";
import type { Flat } from "./merge.ts";
import { fieldsOf, sectionListOf } from "./section-fields.ts";

export const SINGLE_FIELDS = [
  "situation_type",
  "severity",
  "venue",
  "location_setting",
  "recruiter_relation",
  "reporter_type",
  "how_known",
  "how_heard",
  "minors",
] as const;
export const MULTI_FIELDS = ["indicators", "means_of_control"] as const;
export const TEXT_FIELDS = ["victims_count", "language"] as const;

/** The term list behind a field that is picked from one. */
export function listOf(field: string): string | null {
  if (field === "indicators") return "indicator";
  if (field === "minors") return "yes_no";
  const picked: readonly string[] = [...SINGLE_FIELDS, ...MULTI_FIELDS];
  return picked.includes(field) ? field : sectionListOf(field);
}

/** The identity of a linked conversation as a case keeps it: a withheld accept record shows. */
export interface CaseLink {
  conv: string;
  kc: string;
  src_vk: string;
}

/** An empty form: every field is there. */
export function emptyMain(): Flat {
  const flat: Flat = { title: "", summary: "" };
  for (const name of [...SINGLE_FIELDS, ...TEXT_FIELDS]) flat[`fields.${name}`] = "";
  for (const name of MULTI_FIELDS) flat[`fields.${name}`] = [];
  return flat;
}

const asText = (value: unknown): string | string[] =>
  Array.isArray(value) ? value.map(String) : value == null ? "" : String(value);

/** A main record's words as form fields; fields that this form does not know are kept. */
export function flatMain(inner: Record<string, unknown> | null): Flat {
  const flat = emptyMain();
  flat.title = textOf(inner, "title");
  flat.summary = textOf(inner, "summary");
  const fields = isObject(inner?.fields) ? inner.fields : {};
  for (const [name, value] of Object.entries(fields)) flat[`fields.${name}`] = asText(value);
  return flat;
}

/** The record to seal, from the form. Fields left empty are left out. */
export function mainInner(flat: Flat, links: readonly CaseLink[], at: string) {
  const fields = filledFields(flat);
  return { t: "main", at, title: flat.title, summary: flat.summary, fields, links };
}

/** The links of a main record; whatever is not one is left out. */
export function linksOf(inner: Record<string, unknown> | null): CaseLink[] {
  const links = Array.isArray(inner?.links) ? inner.links : [];
  return links.filter(isLink);
}

function isLink(value: unknown): value is CaseLink {
  if (!isObject(value)) return false;
  return [value.conv, value.kc, value.src_vk].every((it) => typeof it === "string");
}

/** A section's words as form fields, in the order of its kind's form; fields we do not know are kept. */
export function flatSection(inner: Record<string, unknown> | null): Flat {
  const flat: Flat = { title: textOf(inner, "title") };
  for (const { name } of fieldsOf(textOf(inner, "t"))) flat[`fields.${name}`] = "";
  const fields = isObject(inner?.fields) ? inner.fields : {};
  for (const [name, value] of Object.entries(fields)) flat[`fields.${name}`] = asText(value);
  flat.body = textOf(inner, "body");
  return flat;
}

/** The filled fields of a form by their own names. */
export function filledFields(flat: Flat): Record<string, string | string[]> {
  const filled = Object.entries(flat).filter(
    ([key, value]) => key.startsWith("fields.") && value.length > 0,
  );
  return Object.fromEntries(filled.map(([key, value]) => [key.slice(7), value]));
}

/** The section to seal, from the form. Fields left empty are left out. */
export function sectionInner(section: string, flat: Flat, at: string) {
  const fields = filledFields(flat);
  const words = { t: section, at, title: flat.title ?? "", body: flat.body ?? "" };
  return Object.keys(fields).length > 0 ? { ...words, fields } : words;
}
