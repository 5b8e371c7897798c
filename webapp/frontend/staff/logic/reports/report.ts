// What a report of counted contacts consists of: which tables, over which months, below which floor.

import { TERMS } from "../terms.ts";
import { isSmall } from "./suppress.ts";
import {
  bucketsOf,
  type Margins,
  monthAfter,
  monthsBetween,
  type Table,
  tableOf,
} from "./tables.ts";
import { SERVICE_TABLES, withoutTelltales } from "./telltales.ts";

/** A month beside the one before and the same of the year before, or a year by its months. */
export type Span = { kind: "month"; month: string } | { kind: "year"; year: number };

/** Contacts that are with somebody, or still wait. */
export const OPEN = "open";

export const WAITS = ["<=5", "<=10", "<=15", "<=30", "<=60", ">60"] as const;
export const LANGUAGES = ["en", "es", "other"] as const;
export const DAYS = ["0", "1", "2", "3", "4", "5", "6"] as const;
/** Hours are told three together: one alone is one person's too often. */
export const PARTS_OF_DAY = ["00", "03", "06", "09", "12", "15", "18", "21"] as const;
const HOURS_TOGETHER = 3;

const KNOWN: Record<string, readonly string[]> = {
  category: TERMS.category,
  channel: TERMS.channel,
  language: LANGUAGES,
  outcome: [...TERMS.disposition, OPEN],
  wait: WAITS,
};
/** The tables of a report, in their order. */
export const TABLES = [
  "category",
  "channel",
  "language",
  "outcome",
  "wait",
  ...SERVICE_TABLES,
] as const;
export type TableName = (typeof TABLES)[number];

/** The months of a span's columns. */
export function periodsOf(span: Span): string[] {
  if (span.kind === "year") return monthsBetween(`${span.year}-01`, `${span.year}-12`);
  return [span.month, monthAfter(span.month, -1), monthAfter(span.month, -12)];
}

/** The first and the last month that a span needs from the server, with all of its quarters. */
export function needed(span: Span): [first: string, last: string] {
  const periods = [...periodsOf(span), ...quartersOf(span).flatMap(monthsOf)].sort();
  return [periods[0] ?? "", periods.at(-1) ?? ""];
}

/** Contacts without an end are counted as open, so that outcomes have the same total as the rest. */
export function withOpen(margins: Margins): Margins {
  const open: Record<string, number> = {};
  for (const found of Object.values(margins.category ?? {}))
    for (const [period, n] of Object.entries(found)) open[period] = (open[period] ?? 0) + n;
  for (const found of Object.values(margins.outcome ?? {}))
    for (const [period, n] of Object.entries(found))
      open[period] = Math.max(0, (open[period] ?? 0) - n);
  return { ...margins, outcome: { ...margins.outcome, [OPEN]: open } };
}

/** The tables of a span. A month's three columns have no sum: each stands for itself. */
export function reportOf(margins: Margins, span: Span, floor: number): Table[] {
  const all = withOpen(margins);
  const periods = periodsOf(span);
  const made = (name: string): Table => {
    const buckets = bucketsOf(all, name, KNOWN[name] ?? []);
    if (span.kind === "year") return tableOf(all, name, { buckets, periods }, floor);
    return beside(periods.map((one) => tableOf(all, name, { buckets, periods: [one] }, floor)));
  };
  const tables = TABLES.map(made);
  const of = (name: string) => tables.find((it) => it.name === name) as Table;
  return tables.map((table) => withoutTelltales(table, of("category"), of("channel")));
}

function beside(tables: readonly Table[]): Table {
  const [first] = tables as [Table];
  return {
    name: first.name,
    periods: tables.flatMap(({ periods }) => periods),
    lines: first.lines.map(({ bucket }, at) => ({
      bucket,
      figures: tables.flatMap(({ lines }) => lines[at]?.figures ?? []),
      sum: null,
    })),
    totals: tables.flatMap(({ totals }) => totals),
    whole: null,
  };
}

/** The quarters `YYYY-Qn` in which a span's own months lie; of a month the one of that month. */
export function quartersOf(span: Span): string[] {
  if (span.kind === "year") return [1, 2, 3, 4].map((quarter) => `${span.year}-Q${quarter}`);
  const [year, month] = span.month.split("-").map(Number) as [number, number];
  return [`${year}-Q${Math.ceil(month / 3)}`];
}

/** The three months of a quarter `YYYY-Qn`. */
function monthsOf(quarter: string): string[] {
  const [year = "", number = ""] = quarter.split("-Q");
  return [2, 1, 0].map((back) => `${year}-${String(Number(number) * 3 - back).padStart(2, "0")}`);
}

/** Whether a month of the quarter has so few contacts that its total is hidden. */
function hasSmallMonth(margins: Margins, quarter: string, floor: number): boolean {
  const inMonth = (month: string) =>
    Object.values(margins.category ?? {}).reduce((all, found) => all + (found[month] ?? 0), 0);
  return monthsOf(quarter).some((month) => isSmall(inMonth(month), floor));
}

/**
 * The hours of the week of one quarter: a line for each part of the day, a column for each day. Nothing where
 * a month is too small to be told: the quarter's total less the other months' would tell it.
 */
export function hoursOf(margins: Margins, quarter: string, floor: number): Table {
  const table = hoursIn(margins, quarter, floor);
  if (!hasSmallMonth(margins, quarter, floor)) return table;
  const lines = table.lines.map((line) => ({ ...line, figures: line.figures.map(() => null) }));
  return { ...table, lines, whole: null };
}

function hoursIn(margins: Margins, quarter: string, floor: number): Table {
  const joined: Record<string, Record<string, number>> = {};
  for (const [bucket, found] of Object.entries(margins.hour_of_week ?? {})) {
    const [day = "", hour = ""] = bucket.split("-");
    const part = Number(hour) - (Number(hour) % HOURS_TOGETHER);
    const name = `${day}-${String(part).padStart(2, "0")}`;
    const so_far = joined[name]?.[quarter] ?? 0;
    joined[name] = { [quarter]: so_far + (found[quarter] ?? 0) };
  }
  const buckets = PARTS_OF_DAY.flatMap((part) => DAYS.map((day) => `${day}-${part}`));
  const flat = tableOf({ hours: joined }, "hours", { buckets, periods: [quarter] }, floor);
  const figure = (bucket: string) =>
    flat.lines.find((line) => line.bucket === bucket)?.figures[0] ?? null;
  const lines = PARTS_OF_DAY.map((part) => ({
    bucket: part,
    figures: DAYS.map((day) => figure(`${day}-${part}`)),
    sum: null,
  }));
  const [whole = null] = flat.totals;
  return { name: "hours", periods: [...DAYS], lines, totals: DAYS.map(() => null), whole };
}
