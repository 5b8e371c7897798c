// Dates, ages and names as the reader's language writes them (Intl); never a hand-made format.

import { ageOf, parseStamp } from "../logic/time.ts";
import { known, language, t, term } from "./i18n.ts";

/** "24 Nov 2025" for a stored day (days are UTC days and stay so). */
export function day(stamp: string): string {
  const date = parseStamp(stamp);
  if (date === null) return stamp;
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeZone: "UTC" }).format(
    date,
  );
}

const HOUR_MS = 3_600_000;

/** "24 Nov 2025, 10–11" for a stored UTC hour, in the reader's own zone: the minute is not known. */
export function hour(stamp: string): string {
  const begun = parseStamp(stamp);
  if (begun === null) return stamp;
  const format = new Intl.DateTimeFormat(language.value, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
  });
  const end = new Date(begun.getTime() + HOUR_MS);
  // Over midnight the range would name two days.
  return end.getDate() === begun.getDate() ? format.formatRange(begun, end) : format.format(begun);
}

/** "24 Nov 2025, 10 AM" for the beginning of a stored UTC hour, in the reader's own zone. */
export function hourBegins(stamp: string): string {
  const begun = parseStamp(stamp);
  if (begun === null) return stamp;
  const format: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", hour: "numeric" };
  return new Intl.DateTimeFormat(language.value, format).format(begun);
}

/** "12 min": how long an item has been waiting. */
export function age(arrived: string, now: Date): string {
  const { count, unit } = ageOf(arrived, now);
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit,
    unitDisplay: "short",
  }).format(count);
}

export function number(value: number, places = 3): string {
  return new Intl.NumberFormat(language.value, { maximumFractionDigits: places }).format(value);
}

/** What the server counts no further than this in a list (`moderation/counting.py`). */
export const MOST_COUNTED = 10_000;

/** "9,999", and "10,000+" for what was not counted further. */
export const counted = (value: number): string =>
  value < MOST_COUNTED ? number(value) : `${number(value)}+`;

/** "398 days", with the word that the number asks for. */
export const days = (value: number): string =>
  new Intl.NumberFormat(language.value, { style: "unit", unit: "day", unitDisplay: "long" }).format(
    value,
  );

const AN_HOUR = 60;

/** "this minute", "12 minutes ago", "23 hours ago". */
export function ago(minutes: number): string {
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: "auto" });
  if (minutes < 2 * AN_HOUR) return format.format(-minutes, "minute");
  return format.format(-Math.floor(minutes / AN_HOUR), "hour");
}

/** "25%" of something. */
export const share = (part: number): string =>
  new Intl.NumberFormat(language.value, { style: "percent" }).format(part);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** "2.4 MB" for a number of bytes. */
export function fileSize(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

/** The name of a BCP 47 tag, or the tag itself where Intl knows none. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A code of TERMS, or several, as a sentence part. */
export function terms(list: string, codes: readonly string[]): string {
  const names = codes.map((code) => term(list, code));
  return new Intl.ListFormat(language.value, { type: "unit" }).format(names);
}

/** What an audit event says; actions that the catalogue does not know show their code. */
export function eventName(action: string): string {
  const id = [`event.${action}`, `audit.action.${action}`].find(known);
  return id === undefined ? action : t(id);
}
