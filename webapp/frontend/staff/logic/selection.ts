// Which rows are ticked, with what was seen of each: an act is refused where that is no longer so.

import type { Item } from "../api/types.ts";

export interface Seen {
  conv: string;
  status: string;
  s_seq: number;
}

export type Selection = ReadonlyMap<string, Seen>;

export const NOTHING: Selection = new Map();

const seenOf = ({ conv, status, s_seq }: Item): Seen => ({ conv, status, s_seq });

/** These rows as well; what was ticked before stays as it was seen then. */
export const withRows = (selected: Selection, rows: readonly Item[]): Selection =>
  new Map([...rows.map((row): [string, Seen] => [row.conv, seenOf(row)]), ...selected]);

export function withoutRows(selected: Selection, convs: readonly string[]): Selection {
  const gone = new Set(convs);
  return new Map([...selected].filter(([conv]) => !gone.has(conv)));
}

/** One row ticked or not any more. */
export const toggled = (selected: Selection, row: Item): Selection =>
  selected.has(row.conv) ? withoutRows(selected, [row.conv]) : withRows(selected, [row]);

/** Everything from the row that was ticked last to this one, in the order of the screen. */
export function upTo(
  selected: Selection,
  rows: readonly Item[],
  from: string | null,
  to: string,
): Selection {
  const [one, other] = [from, to].map((conv) => rows.findIndex((row) => row.conv === conv));
  if (one === undefined || other === undefined || one < 0 || other < 0) return selected;
  return withRows(selected, rows.slice(Math.min(one, other), Math.max(one, other) + 1));
}

/** In lots of so many, for one call each. */
export function inLots<T>(all: readonly T[], size: number): T[][] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, n) => all.slice(n * size, (n + 1) * size));
}
