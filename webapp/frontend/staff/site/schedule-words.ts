// The schedule in words: each kind, its number, its unit and its bounds.

import type { Schedule } from "../api/retention-calls.ts";
import { language, t } from "../i18n/i18n.ts";

export const KEPT: readonly (keyof Schedule)[] = [
  "chat_words_hours",
  "tip_days",
  "file_days",
  "contact_days",
  "quarantine_days",
  "case_days",
  "audit_days",
  "counter_months",
];

type Unit = "hour" | "day" | "month";

const UNITS: Readonly<Record<string, Unit>> = { hours: "hour", days: "day", months: "month" };

export const unitOf = (kind: keyof Schedule): Unit =>
  UNITS[kind.slice(kind.lastIndexOf("_") + 1)] ?? "day";

const A_YEAR = 365.25;

/** "24 hours", "180 days"; days and months that make whole years, leap days and all, are years. */
export function lasting(count: number, unit: Unit): string {
  const years = Math.round(count / (unit === "month" ? 12 : A_YEAR));
  const [least, most] = unit === "month" ? [12, 12] : [365, 366];
  const whole = unit !== "hour" && years > 0 && least * years <= count && count <= most * years;
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit: whole ? "year" : unit,
    unitDisplay: "long",
  }).format(whole ? years : count);
}

/** How long one kind is kept. */
export function keptFor(kind: keyof Schedule, schedule: Schedule): string {
  const count = schedule[kind];
  return count === null ? t("kept.with-words") : lasting(count, unitOf(kind));
}
