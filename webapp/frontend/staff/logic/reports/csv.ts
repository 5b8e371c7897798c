// A report as a table for other programs: one line for each figure, hidden ones left empty.

import type { Figure, Table } from "./tables.ts";

/** Words begin with these where a spreadsheet would take them for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One field, as RFC 4180 writes it. */
export function field(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const cell = (figure: Figure): string => (figure === null ? "" : String(figure));

/** Every figure with its table, bucket and period in the report's own words. */
export function csvOf(
  tables: readonly Table[],
  heads: readonly [string, string, string, string],
  nameOf: (table: Table) => string,
  bucketName: (table: Table, bucket: string) => string,
): string {
  const lines = tables.flatMap((table) =>
    table.lines.flatMap(({ bucket, figures }) =>
      table.periods.map((period, at) => [
        nameOf(table),
        bucketName(table, bucket),
        period,
        cell(figures[at] ?? null),
      ]),
    ),
  );
  return [heads, ...lines].map((line) => line.map(field).join(",")).join("\r\n");
}
