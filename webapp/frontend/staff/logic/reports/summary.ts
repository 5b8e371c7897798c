// What stays of a month once it is closed: its tables as they may be shown at the desk and to
// everybody, and nothing that they hide. Pure: counted figures in, a summary out, and back again.

import { isObject } from "../answers.ts";
import { type CaseFacts, caseTables } from "./case-tally.ts";
import { hoursOf, quartersOf, reportOf } from "./report.ts";
import { PUBLIC_FLOOR, STAFF_FLOOR } from "./suppress.ts";
import type { Figure, Margins, Table } from "./tables.ts";
import { caseTold } from "./telltales.ts";
import { trainingsOf, whereTold } from "./trainings.ts";

/** One table of a summary; what is hidden in it is null and stands nowhere else. */
export interface KeptTable {
  name: string;
  /** The month; of hours the days of the week. */
  periods: string[];
  lines: [bucket: string, figures: Figure[]][];
  totals: Figure[];
}

/** What of a month's cases is in no figure. */
export interface NotCounted {
  /** Cases that the browser could not read, or whose records did not hold. */
  unread: number;
  /** Cases that were deleted before the month was closed. */
  gone: number;
}

export interface Summary extends NotCounted {
  /** For the desk, below the desk's floor. */
  staff: KeptTable[];
  /** For everybody, below the public one. */
  public: KeptTable[];
}

/** What a browser has counted of a month. */
export interface CountedMonth extends NotCounted {
  month: string;
  margins: Margins;
  cases: readonly CaseFacts[];
}

const kept = ({ name, periods, lines, totals }: Table): KeptTable => ({
  name,
  periods,
  lines: lines.map(({ bucket, figures }) => [bucket, figures]),
  totals,
});

/** Of a month beside earlier ones only its own column. */
export const ownColumn = (table: Table): Table => ({
  ...table,
  periods: table.periods.slice(0, 1),
  lines: table.lines.map((line) => ({ ...line, figures: line.figures.slice(0, 1) })),
  totals: table.totals.slice(0, 1),
});

const named = (table: Table, month: string): Table => ({ ...table, periods: [month] });

function contactsOf({ month, margins }: CountedMonth, floor: number): Table[] {
  return reportOf(margins, { kind: "month", month }, floor).map(ownColumn);
}

const LAST_OF_QUARTER = 3;

/** The hours of a quarter stand in its last month, when no more can come. */
function hoursWith({ month, margins }: CountedMonth): Table[] {
  const [quarter = ""] = quartersOf({ kind: "month", month });
  const isLast = Number(month.slice(5)) % LAST_OF_QUARTER === 0;
  return isLast ? [hoursOf(margins, quarter, STAFF_FLOOR)] : [];
}

/** The summary of a month. */
export function summaryOf(counted: CountedMonth): Summary {
  const { month, margins, cases, unread, gone } = counted;
  const span = { kind: "month", month } as const;
  const trainings = ownColumn(trainingsOf(margins, span));
  const atDesk = contactsOf(counted, STAFF_FLOOR);
  const outside = contactsOf(counted, PUBLIC_FLOOR);
  const [categories] = outside as [Table];
  const saidByCases = (floor: number): Table[] =>
    caseTables(cases, floor).map((table) => named(table, month));
  const toAll = caseTold(outside) ? saidByCases(PUBLIC_FLOOR) : [];
  return {
    unread,
    gone,
    staff: [...atDesk, trainings, ...saidByCases(STAFF_FLOOR), ...hoursWith(counted)].map(kept),
    public: [...outside, whereTold(trainings, categories), ...toAll].map(kept),
  };
}

/** A kept table as the screen draws it: of one period, so without a sum. */
export const tableFrom = ({ name, periods, lines, totals }: KeptTable): Table => ({
  name,
  periods,
  lines: lines.map(([bucket, figures]) => ({ bucket, figures, sum: null })),
  totals,
  whole: null,
});

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): value is string => typeof value === "string";
const isFigure = (value: unknown): value is Figure => value === null || isCount(value);

function allOf<T>(value: unknown, is: (each: unknown) => each is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

const MOST = 100;

function isLine(value: unknown): value is [string, Figure[]] {
  return (
    Array.isArray(value) && value.length === 2 && isText(value[0]) && allOf(value[1], isFigure)
  );
}

function isTable(value: unknown): value is KeptTable {
  if (!isObject(value) || !isText(value.name)) return false;
  const { periods, lines, totals } = value;
  if (!allOf(periods, isText) || !allOf(lines, isLine) || !allOf(totals, isFigure)) return false;
  const isWide = lines.every(([, figures]) => figures.length === periods.length);
  return isWide && lines.length <= MOST && [0, periods.length].includes(totals.length);
}

/** A summary out of a record's words; null where they are anything else. */
export function readSummary(value: unknown): Summary | null {
  if (!isObject(value) || !isCount(value.unread) || !isCount(value.gone)) return null;
  const { unread, gone, staff, public: outside } = value;
  if (!allOf(staff, isTable) || !allOf(outside, isTable)) return null;
  return { unread, gone, staff, public: outside };
}
