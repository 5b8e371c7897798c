// The names of a report's tables, buckets and periods in the reader's language.

import { own } from "../../lib/own.ts";
import { languageName } from "../i18n/format.ts";
import { language, t, term } from "../i18n/i18n.ts";
import { CASE_TABLES } from "../logic/reports/case-tally.ts";
import { OPEN } from "../logic/reports/report.ts";
import type { Table } from "../logic/reports/tables.ts";
import { laneOf } from "../logic/reports/telltales.ts";

const A_MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const written = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language.value, { ...options, timeZone: "UTC" }).format(at);

/** "November 2026" for `2026-11`. */
export const monthName = (month: string): string =>
  written(Date.parse(`${month}-01`), { month: "long", year: "numeric" });

/** "Nov" for `2026-11`. */
export const shortMonth = (month: string): string =>
  written(Date.parse(`${month}-01`), { month: "short" });

/** "Mon" for `0`. */
export const dayName = (day: string): string =>
  written(A_MONDAY + Number(day) * DAY_MS, { weekday: "short" });

/** "9 AM – 12 PM" for `09`. */
export function partName(part: string): string {
  const begins = A_MONDAY + Number(part) * HOUR_MS;
  const hours = [begins, begins + 3 * HOUR_MS].map((at) => written(at, { hour: "numeric" }));
  return hours.join(" – ");
}

/** "4th quarter" by its number and year. */
export const quarterName = (quarter: string): string =>
  t("report.quarter", { n: quarter.slice(-1), year: quarter.slice(0, 4) });

export const tableName = ({ name }: Table): string => t(`report.table.${name}`);

const LISTS: Record<string, string> = {
  category: "category",
  channel: "channel",
  outcome: "disposition",
};

/** "Crisis: in time" for `crisis:met`. */
function serviceName(bucket: string): string {
  const lane = laneOf(bucket);
  const about = lane === "chat" ? term("channel", lane) : term("category", lane);
  return t(bucket.endsWith(":met") ? "report.met" : "report.missed", { about });
}

/** Whether a table tells what cases say. */
export const isOfCases = ({ name }: Table): boolean => own(CASE_TABLES, name) !== undefined;

/** Why there are no figures: nobody is in them, or too few. */
export function fewWords(table: Table, contacts: string): string {
  if (table.totals.length > 0 && table.totals.every((total) => total === 0))
    return t("report.none");
  return t(isOfCases(table) ? "report.few-cases" : contacts);
}

/** A code of a case's table by name; what nobody filled in says so. */
const codeName = (name: string, code: string): string =>
  code === "" ? t("report.not-said") : term(name, code);

/** A bucket by name; what the catalogue does not know is shown as it was counted. */
export function bucketName(table: Table, bucket: string): string {
  const { name } = table;
  if (isOfCases(table)) return codeName(name, bucket);
  if (name === "outcome" && bucket === OPEN) return t("report.open");
  if (name === "language") return bucket === "other" ? t("report.other") : languageName(bucket);
  if (name === "wait") {
    const minutes = bucket.replace(/^\D+/, "");
    return t(bucket.startsWith(">") ? "report.wait-more" : "report.wait-up-to", { n: minutes });
  }
  if (name === "hours") return partName(bucket);
  if (name.startsWith("service_")) return serviceName(bucket);
  if (name === "trainings") return t(`report.trainings-${bucket}`);
  const list = LISTS[name];
  return list === undefined ? bucket : term(list, bucket);
}

/** The head of a period's column. */
export const periodName = ({ name, periods }: Table, period: string): string => {
  if (name === "hours") return dayName(period);
  return periods.length > 3 ? shortMonth(period) : monthName(period);
};
