// A version's fields in words, so that two versions can be read beside each other.

import { LANGUAGES, language, t } from "../i18n/i18n.ts";
import { dateName } from "../versions/days.ts";
import { KEPT, keptFor } from "./schedule-words.ts";
import { laneName } from "./service-times-fields.tsx";
import { DAYS, LANES, type SiteBody, type Texts, TIMES } from "./types.ts";

export const FIELDS = [
  "name",
  "phones",
  "hours",
  "holidays",
  "jurisdiction",
  "legal_notice",
  "report_notice",
  "exit_url",
  "retention",
  "service_times",
  "look",
] as const;
export type Field = (typeof FIELDS)[number];

/** A weekday as the reader's language names it; 5 January 2026 was a Monday. */
export const dayName = (day: string): string =>
  new Intl.DateTimeFormat(language.value, { weekday: "long", timeZone: "UTC" }).format(
    Date.UTC(2026, 0, 5 + Math.max(0, (DAYS as readonly string[]).indexOf(day))),
  );

export const countryName = (code: string): string =>
  new Intl.DisplayNames([language.value], { type: "region" }).of(code) ?? code;

const apart = (text: string): string => `\u2068${text}\u2069`;

const texts = (each: Texts): string[] =>
  LANGUAGES.filter((code) => each[code] !== "").map((code) => apart(each[code]));

const WORDS: Readonly<Record<Field, (body: SiteBody) => string[]>> = {
  name: ({ name }) => [name],
  phones: ({ phones }) =>
    phones.map(({ kind, number, labels }) =>
      [t(`site.kind.${kind}`), apart(number), ...texts(labels)].join(" · "),
    ),
  hours: ({ hours }) => [
    hours.zone,
    ...Object.entries(hours.days).map(
      ([day, [opens, closes]]) => `${dayName(day)} ${apart(`${opens}–${closes}`)}`,
    ),
  ],
  holidays: ({ holidays }) => holidays.map(({ day, label }) => `${dateName(day)} ${apart(label)}`),
  jurisdiction: ({ jurisdiction: { country, place } }) => [countryName(country), ...texts(place)],
  legal_notice: (body) => texts(body.legal_notice),
  report_notice: (body) => texts(body.report_notice),
  exit_url: (body) => [apart(body.exit_url)],
  retention: ({ retention }) =>
    KEPT.map((kind) => `${t(`kept.${kind}`)}: ${keptFor(kind, retention)}`),
  service_times: ({ service_times: times }) =>
    LANES.map((lane) => {
      const each = TIMES.map((kind) => `${t(`site.times-${kind}`)} ${times[lane][kind] ?? "—"}`);
      return [laneName(lane), ...each].join(" · ");
    }),
  look: ({ look }) => [t(`site.accent.${look.accent}`), t(`site.scheme.${look.scheme}`)],
};

/** What a field says, one line for each part; an empty field is a dash. */
export function describe(field: Field, body: SiteBody): string[] {
  const lines = WORDS[field](body).filter((line) => line !== "");
  return lines.length > 0 ? lines : ["—"];
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The fields in which two versions differ. */
export const differing = (one: SiteBody, other: SiteBody): Field[] =>
  FIELDS.filter((field) => !same(one[field], other[field]));
