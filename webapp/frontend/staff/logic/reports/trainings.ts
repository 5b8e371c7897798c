// Trainings in a report: how many were held in each month, and how many people they reached.
// They are public events of the hotline's and say nothing of victims: they have no common total.

import { periodsOf, type Span } from "./report.ts";
import type { Figure, Margins, Table } from "./tables.ts";

export const TRAININGS = ["held", "people"] as const;

/** The figures as they were counted; a month beside earlier ones has no sum. */
export function trainingsOf(margins: Margins, span: Span): Table {
  const periods = periodsOf(span);
  const lines = TRAININGS.map((bucket) => {
    const figures = periods.map((period) => margins.training?.[bucket]?.[period] ?? 0);
    const sum = span.kind === "year" ? figures.reduce((a, b) => a + b, 0) : null;
    return { bucket, figures, sum };
  });
  return { name: "trainings", periods, lines, totals: [], whole: null };
}

/**
 * The same for everybody to read: only where the number of contacts about trainings is shown. Where
 * that is hidden, it covers another category's small figure, and trainings would nearly tell it.
 */
export function whereTold(trainings: Table, categories: Table): Table {
  const contacts = categories.lines.find(({ bucket }) => bucket === "training");
  const told = trainings.periods.map((_, at) => (contacts?.figures[at] ?? null) !== null);
  const isWhole = told.every(Boolean) || !told.some(Boolean);
  const sumTold = isWhole && (contacts?.sum ?? null) !== null;
  const kept = (figures: readonly Figure[]): Figure[] =>
    figures.map((figure, at) => (told[at] ? figure : null));
  return {
    ...trainings,
    lines: trainings.lines.map(({ bucket, figures, sum }) => ({
      bucket,
      figures: kept(figures),
      sum: sumTold ? sum : null,
    })),
  };
}
