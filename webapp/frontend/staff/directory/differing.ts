// Two versions of an organisation, field by field, in lines that people can compare.

import { t, term } from "../i18n/i18n.ts";
import type { Main, Place, Service } from "./types.ts";
import { ages, hoursWords, languageNames } from "./words.ts";

export interface Facts {
  kind: string;
  main: Main;
}

export const FIELDS = [
  "kind",
  "name",
  "alternate_name",
  "description",
  "email",
  "website",
  "phones",
  "services",
  "places",
] as const;
export type Field = (typeof FIELDS)[number];

export const factOf = (facts: Facts, field: Field): unknown =>
  field === "kind" ? facts.kind : facts.main[field];

/** The fields in which they differ. */
export const differing = (mine: Facts, other: Facts): Field[] =>
  FIELDS.filter(
    (field) => JSON.stringify(factOf(mine, field)) !== JSON.stringify(factOf(other, field)),
  );

const serviceLines = (it: Service): string[] => [
  it.name,
  it.description,
  it.eligibility_description,
  ages(it.minimum_age, it.maximum_age),
  it.statuses.map((code) => t(`directory.status.${code}`)).join(" · "),
  it.fees,
  languageNames(it.languages),
  it.coverage,
];

const placeLines = (it: Place): string[] => [
  [it.name, it.address_1, it.city, it.state_province, it.postal_code, it.country]
    .filter(Boolean)
    .join(", "),
  it.latitude === null ? "" : `${it.latitude} ${it.longitude ?? ""}`,
  ...it.hours.map(hoursWords),
];

/** A field in lines. */
export function linesOf(facts: Facts, field: Field): string[] {
  const { main, kind } = facts;
  const lines = {
    kind: () => [term("recipient_kind", kind)],
    phones: () => main.phones.map((it) => `${it.number} ${it.description}`),
    services: () => main.services.flatMap(serviceLines),
    places: () => main.places.flatMap(placeLines),
  };
  const found =
    field in lines ? lines[field as keyof typeof lines]() : [String(factOf(facts, field))];
  const said = found.filter((line) => line.trim() !== "");
  return said.length > 0 ? said : [t("directory.nothing")];
}

/** Theirs, with the chosen fields of mine. */
export function merged(mine: Facts, other: Facts, kept: readonly Field[]): Facts {
  const own = Object.fromEntries(
    kept.filter((field) => field !== "kind").map((field) => [field, factOf(mine, field)]),
  );
  return {
    kind: kept.includes("kind") ? mine.kind : other.kind,
    main: { ...other.main, ...own },
  };
}
