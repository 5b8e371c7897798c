// Figures that would tell a hidden one of another table: how many chats or crises there were is said
// again by how long chats waited, and by how often a crisis was answered in time.

import type { Figure, Line, Table } from "./tables.ts";

/** Whether the first answer, further answers and the end came in time; by lane and `met` or `missed`. */
export const SERVICE_TABLES = ["service_first", "service_next", "service_conclusion"] as const;

const CHAT = "chat";

/** What a line of such a table is about: live chats, or a category. */
export const laneOf = (bucket: string): string => bucket.split(":")[0] ?? "";

const lineOf = ({ lines }: Table, bucket: string): Line | undefined =>
  lines.find((line) => line.bucket === bucket);

/** Whether the figure that a line repeats is shown, period by period. */
function told(line: Line | undefined, periods: readonly string[]): boolean[] {
  return periods.map((_, at) => (line?.figures[at] ?? null) !== null);
}

const kept = (figures: readonly Figure[], shown: readonly boolean[]): Figure[] =>
  figures.map((figure, at) => (shown[at] ? figure : null));

/** The table without what would tell a figure that categories or channels hide. */
export function withoutTelltales(table: Table, category: Table, channel: Table): Table {
  const isService = SERVICE_TABLES.some((name) => name === table.name);
  if (table.name !== "wait" && !isService) return table;
  const about = (bucket: string): boolean[] => {
    const lane = isService ? laneOf(bucket) : CHAT;
    return told(lineOf(lane === CHAT ? channel : category, lane), table.periods);
  };
  const shown = table.lines.map(({ bucket }) => about(bucket));
  const all = table.periods.map((_, at) => shown.every((line) => line[at]));
  const whole = all.every(Boolean);
  return {
    ...table,
    lines: table.lines.map((line, at) => ({
      bucket: line.bucket,
      figures: kept(line.figures, shown[at] ?? []),
      sum: shown[at]?.every(Boolean) ? line.sum : null,
    })),
    totals: kept(table.totals, all),
    whole: whole ? table.whole : null,
  };
}

/**
 * Whether everybody may read what the cases of a month say: where the number of contacts that became
 * cases is hidden, it covers another outcome's small figure, and the number of cases would nearly tell it.
 */
export function caseTold(contacts: readonly Table[]): boolean {
  const outcome = contacts.find(({ name }) => name === "outcome");
  const figure = outcome === undefined ? null : lineOf(outcome, "case_created")?.figures[0];
  return (figure ?? null) !== null;
}
