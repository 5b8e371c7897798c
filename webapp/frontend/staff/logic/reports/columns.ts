// Tables side by side, some of months that are closed and stay as they were, some as counted now.

import { CASE_TABLES, LONG } from "./case-tally.ts";
import { hoursOf, periodsOf, quartersOf, reportOf, type Span, TABLES } from "./report.ts";
import { type KeptTable, ownColumn, type Summary, tableFrom } from "./summary.ts";
import { STAFF_FLOOR } from "./suppress.ts";
import type { Figure, Line, Margins, Table } from "./tables.ts";
import { trainingsOf } from "./trainings.ts";

export type Closed = ReadonlyMap<string, Summary>;

const TRAININGS = "trainings";
const HOURS = "hours";
const LAST_OF_QUARTER = 3;

/** Nothing of a hidden figure is in a sum: it is told only where all that it adds up is told. */
function added(figures: readonly Figure[]): Figure {
  return figures.reduce<Figure>((a, b) => (a === null || b === null ? null : a + b), 0);
}

/** What a column says of a bucket; one that it leaves out is nothing, unless all of it is hidden. */
function figureOf(column: Table | undefined, bucket: string): Figure {
  if (column === undefined) return null;
  const line = column.lines.find((it) => it.bucket === bucket);
  if (line !== undefined) return line.figures[0] ?? null;
  if (column.totals[0] === 0) return 0;
  return column.lines.some(({ figures }) => figures[0] !== null) ? 0 : null;
}

/** One table of several that have one period each, with sums of a year. */
function joined(
  name: string,
  periods: readonly string[],
  columns: readonly (Table | undefined)[],
  isSummed: boolean,
): Table {
  const buckets = [
    ...new Set(columns.flatMap((it) => it?.lines.map(({ bucket }) => bucket) ?? [])),
  ];
  const sum = (figures: readonly Figure[]): Figure => (isSummed ? added(figures) : null);
  const lines: Line[] = buckets.map((bucket) => {
    const figures = columns.map((column) => figureOf(column, bucket));
    return { bucket, figures, sum: sum(figures) };
  });
  if (isSummed && LONG.includes(name)) lines.sort((a, b) => (b.sum ?? 0) - (a.sum ?? 0));
  const isTotalled = columns.some((it) => (it?.totals.length ?? 0) > 0);
  const totals = isTotalled ? columns.map((it) => it?.totals[0] ?? null) : [];
  return { name, periods: [...periods], lines, totals, whole: isTotalled ? sum(totals) : null };
}

const keptOf = (tables: readonly KeptTable[], name: string): Table | undefined => {
  const found = tables.find((it) => it.name === name);
  return found === undefined ? undefined : tableFrom(found);
};

/** What staff see of contacts: closed months as they were closed, the others as they stand. */
export function contactsWith(margins: Margins, span: Span, closed: Closed): Table[] {
  const periods = periodsOf(span);
  if (!periods.some((month) => closed.has(month))) {
    return [...reportOf(margins, span, STAFF_FLOOR), trainingsOf(margins, span)];
  }
  const columns = periods.map((month) => {
    const summary = closed.get(month);
    if (summary !== undefined) return summary.staff.map(tableFrom);
    const alone = { kind: "month", month } as const;
    return [...reportOf(margins, alone, STAFF_FLOOR), trainingsOf(margins, alone)].map(ownColumn);
  });
  return [...TABLES, TRAININGS].map((name) =>
    joined(
      name,
      periods,
      columns.map((tables) => tables.find((it) => it.name === name)),
      span.kind === "year",
    ),
  );
}

const OF_CASES = Object.keys(CASE_TABLES);

/** The months of a span that are closed, the only ones of which cases are told. */
export function closedIn(span: Span, closed: Closed): string[] {
  const wanted = span.kind === "year" ? periodsOf(span) : [span.month];
  return wanted.filter((month) => closed.has(month));
}

function fromClosed(
  span: Span,
  closed: Closed,
  names: readonly string[],
  edition: "staff" | "public",
): Table[] {
  const periods = closedIn(span, closed);
  const columns = periods.map((month) => closed.get(month)?.[edition] ?? []);
  return names
    .filter((name) => columns.some((tables) => tables.some((it) => it.name === name)))
    .map((name) =>
      joined(
        name,
        periods,
        columns.map((tables) => keptOf(tables, name)),
        span.kind === "year",
      ),
    );
}

/** What the cases of closed months say. */
export const casesOf = (span: Span, closed: Closed): Table[] =>
  fromClosed(span, closed, OF_CASES, "staff");

/** What everybody may read of closed months. */
export const publicOf = (span: Span, closed: Closed): Table[] =>
  fromClosed(span, closed, [...TABLES, TRAININGS, ...OF_CASES], "public");

/** The month with which a quarter `YYYY-Qn` ends. */
export const lastMonthOf = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(-1)) * LAST_OF_QUARTER).padStart(2, "0")}`;

/** The hours of a span's quarters: as its last month was closed, or as they stand. */
export function hoursWith(
  margins: Margins,
  span: Span,
  closed: Closed,
): { quarter: string; table: Table }[] {
  return quartersOf(span).map((quarter) => {
    const kept = keptOf(closed.get(lastMonthOf(quarter))?.staff ?? [], HOURS);
    return { quarter, table: kept ?? hoursOf(margins, quarter, STAFF_FLOOR) };
  });
}
