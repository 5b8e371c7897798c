// From counted margins to tables that may be shown: small figures hidden, sums beside them, and how
// a month stands against the one before it and the same of the year before.

import { ofPeriod, ofSums, type Shown } from "./suppress.ts";

/** By margin, bucket and period, as the server counted. */
export type Margins = Record<string, Record<string, Record<string, number>>>;

/** A figure that may be shown; null for one that is hidden. */
export type Figure = number | null;

export interface Line {
  bucket: string;
  /** One figure for each period. */
  figures: Figure[];
  sum: Figure;
}

export interface Table {
  name: string;
  periods: string[];
  lines: Line[];
  /** All of a period. */
  totals: Figure[];
  whole: Figure;
}

const counted = (margins: Margins, name: string, bucket: string, period: string): number =>
  margins[name]?.[bucket]?.[period] ?? 0;

/** The buckets of a margin that are known, in their order, and behind them what else was counted. */
export function bucketsOf(margins: Margins, name: string, known: readonly string[]): string[] {
  const others = Object.keys(margins[name] ?? {}).filter((bucket) => !known.includes(bucket));
  return [...known, ...others.sort()];
}

/** One margin over these periods, with nothing in it that is below `floor` or gives such a figure back. */
export function tableOf(
  margins: Margins,
  name: string,
  { buckets, periods }: { buckets: readonly string[]; periods: readonly string[] },
  floor: number,
): Table {
  const figures = periods.map((period) =>
    buckets.map((bucket) => counted(margins, name, bucket, period)),
  );
  const shown = figures.map((each) => ofPeriod(each, floor));
  const sums = periods.length > 1 ? ofSums({ figures, shown }, floor) : (shown[0] as Shown);
  return tableFrom(name, { buckets, periods }, figures, shown, sums);
}

const add = (figures: readonly number[]): number => figures.reduce((a, b) => a + b, 0);

function tableFrom(
  name: string,
  { buckets, periods }: { buckets: readonly string[]; periods: readonly string[] },
  figures: readonly number[][],
  shown: readonly Shown[],
  sums: Shown,
): Table {
  const lines = buckets.map((bucket, at) => ({
    bucket,
    figures: figures.map((each, period) => (shown[period]?.figures[at] ? (each[at] ?? 0) : null)),
    sum: sums.figures[at] ? add(figures.map((each) => each[at] ?? 0)) : null,
  }));
  const totals = figures.map((each, period) => (shown[period]?.total ? add(each) : null));
  const whole = sums.total ? add(figures.map(add)) : null;
  return { name, periods: [...periods], lines, totals, whole };
}

/** The months `YYYY-MM` from `first` to `last`. */
export function monthsBetween(first: string, last: string): string[] {
  const found: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month, 1)) found.push(month);
  return found;
}

/** The month so many later, or earlier for a negative number. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = year * 12 + number - 1 + by;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

/** By how much of a hundred `now` differs from `before`; null where either is hidden or there was nothing. */
export function change(now: Figure, before: Figure): number | null {
  if (now === null || before === null || before === 0) return null;
  return Math.round(((now - before) / before) * 100);
}
