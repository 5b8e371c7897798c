// What each kind of section asks for, as data: one list makes the form, the reading view, the merge,
// the history and what a release says. A kind without a list is a title and a text.

import { own } from "../../lib/own.ts";
import type { Flat } from "./merge.ts";
import { TERMS, type TermList } from "./terms.ts";

export type SectionKind = (typeof TERMS.section)[number];

interface Asked {
  name: string;
  /** Asked only where another field says one of these; what is filled already is always shown. */
  when?: { field: string; is: readonly string[] };
}

export type SectionField = Asked &
  (
    | { as: "text" | "area" | "number" | "date" | "file" }
    | { as: "pick"; list: TermList }
    | { as: "phone" | "email" }
  );

const text = (name: string): SectionField => ({ as: "text", name });
const area = (name: string): SectionField => ({ as: "area", name });
const pick = (name: string, list: TermList, when?: Asked["when"]): SectionField =>
  when === undefined ? { as: "pick", name, list } : { as: "pick", name, list, when };

const whose = (...is: string[]) => ({ field: "role", is });
const between = { field: "count_how", is: ["between"] };
const counted = { field: "count_how", is: ["exact", "about"] };

/** How bad it is, since when, and who says so. */
const GRADED = [pick("severity", "severity"), text("since"), area("source_note")];

export const SECTION_FIELDS: Partial<Record<SectionKind, readonly SectionField[]>> = {
  person: [
    pick("role", "person_role"),
    pick("names_known", "yes_no"),
    text("person_name"),
    text("other_names"),
    pick("count_how", "count_how"),
    { as: "number", name: "count", when: counted },
    { as: "number", name: "count_min", when: between },
    { as: "number", name: "count_max", when: between },
    pick("minor", "yes_no"),
    { as: "number", name: "minors_count", when: { field: "count_how", is: [...TERMS.count_how] } },
    pick("age_group", "age_group"),
    pick("gender", "gender"),
    text("languages"),
    text("nationality"),
    { as: "phone", name: "phone" },
    { as: "email", name: "email" },
    pick("recruiter_relation", "recruiter_relation", whose("controller")),
    pick("reporter_type", "reporter_type", whose("reporter")),
    pick("how_known", "how_known", whose("reporter")),
  ],
  place: [
    text("place_name"),
    area("address"),
    pick("location_setting", "location_setting"),
    pick("venue", "venue"),
    text("country"),
    area("happens"),
    text("since"),
  ],
  vehicle: [
    text("plate"),
    text("plate_country"),
    text("make_model"),
    text("colour"),
    text("driver"),
  ],
  flight: [
    text("airline"),
    text("flight_number"),
    { as: "date", name: "flight_date" },
    text("flight_from"),
    text("flight_to"),
    text("seats"),
  ],
  document: [
    pick("document_kind", "document_kind"),
    text("held_by"),
    { as: "file", name: "file_name" },
  ],
  control: [pick("control", "means_of_control"), ...GRADED],
  indicator: [pick("indicator", "indicator"), ...GRADED],
  referral: [pick("referral_type", "referral_type")],
};

/** The fields of a kind; none for a title and a text, and for kinds that we do not know. */
export const fieldsOf = (kind: string): readonly SectionField[] => own(SECTION_FIELDS, kind) ?? [];

/** The term list behind a section's field that is picked from one. */
const LISTS = new Map<string, TermList>(
  Object.values(SECTION_FIELDS)
    .flat()
    .flatMap((field) => (field.as === "pick" ? [[field.name, field.list] as const] : [])),
);
export const sectionListOf = (name: string): TermList | null => LISTS.get(name) ?? null;

/** The fields of a kind that hold people's own words, and no code, day or number. */
export const freeFieldsOf = (kind: string): string[] =>
  fieldsOf(kind)
    .filter(({ as }) => !["pick", "number", "date"].includes(as))
    .map(({ name }) => name);

/** What names a thing of each kind, the first that is filled. */
const NAMED_BY: Partial<Record<SectionKind, readonly string[]>> = {
  person: ["person_name", "other_names"],
  place: ["place_name", "address"],
  vehicle: ["plate", "make_model"],
  flight: ["flight_number", "airline"],
  document: ["file_name", "document_kind"],
  control: ["control"],
  indicator: ["indicator"],
  referral: ["referral_type"],
};

/** The field that names this section, or null: a title that somebody typed names it better. */
export function namedBy(kind: string, flat: Flat): string | null {
  const names = own(NAMED_BY, kind) ?? [];
  return names.find((name) => (flat[`fields.${name}`] ?? "").length > 0) ?? null;
}

/** Whether the form asks for a field now. */
export function isAsked(field: SectionField, flat: Flat): boolean {
  if (field.when === undefined || (flat[`fields.${field.name}`] ?? "").length > 0) return true;
  const said = flat[`fields.${field.when.field}`];
  return typeof said === "string" && field.when.is.includes(said);
}
