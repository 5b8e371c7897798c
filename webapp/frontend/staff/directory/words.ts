// Words that several screens of the directory use.

import { day, languageName, number } from "../i18n/format.ts";
import { language, t } from "../i18n/i18n.ts";
import { languageCode } from "../logic/directory/entries.ts";
import { fromKm, type Unit } from "../logic/directory/places.ts";
import { nameOf } from "../store/session.ts";
import type { Hours, Organisation } from "./types.ts";

/** "12 mi", rounded as far as it matters. */
export function far(km: number, unit: Unit): string {
  const value = fromKm(km, unit);
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text without signs that would turn what stands beside it. */
export const unturned = (text: string): string => text.replace(TURNS, "");

/** A document as it is kept, in lines; signs that turn text are written out, not followed. */
export const documentText = (doc: unknown): string =>
  JSON.stringify(doc, null, 2).replace(
    TURNS,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Languages by name; one that nobody knows as it is written. */
export function languageNames(written: readonly string[]): string {
  const codes = [...new Set(written.map(languageCode))].map(unturned);
  const names = codes.map(languageName);
  return new Intl.ListFormat(language.value, { type: "unit" }).format(names);
}

/** When somebody looked last whether it is as it stands here. */
export function checkedWords(it: Organisation): string {
  if (it.verified_on === null) return t("directory.never-checked");
  const when = day(it.verified_on);
  return it.verified_by === null
    ? t("directory.checked-elsewhere", { day: when })
    : t("directory.checked-on", { day: when, name: nameOf(it.verified_by) });
}

/** "12 to 17", "from 18", "up to 17"; "" where no age is said. */
export function ages(minimum: number | null, maximum: number | null): string {
  if (minimum !== null && maximum !== null)
    return t("directory.ages-between", { from: number(minimum), to: number(maximum) });
  if (minimum !== null) return t("directory.ages-from", { from: number(minimum) });
  return maximum === null ? "" : t("directory.ages-to", { to: number(maximum) });
}

/** 2024-01-01 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

export function weekday(code: string): string {
  const at = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].indexOf(code);
  const format = new Intl.DateTimeFormat(language.value, { weekday: "short", timeZone: "UTC" });
  return at < 0 ? code : format.format(new Date(MONDAY + at * 86_400_000));
}

/** "Mon, Tue 09:00–17:00 (America/New_York)"; a zone that would turn the line stands apart. */
export function hoursWords(hours: Hours): string {
  const days = new Intl.ListFormat(language.value, { type: "unit" }).format(
    hours.days.map(weekday),
  );
  const times = `${hours.opens_at}–${hours.closes_at}`;
  if (hours.timezone === "") return t("directory.hours-line", { days, times });
  return t("directory.hours-in-zone", { days, times, zone: zoneWords(hours.timezone) });
}

const zoneWords = (zone: string): string => (/^[\d+-]/.test(zone) ? `UTC ${zone}` : zone);
