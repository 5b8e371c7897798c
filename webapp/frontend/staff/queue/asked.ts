// The filter and the ticked rows of this tab: in memory only, gone with the session.

import { signal } from "@preact/signals";
import type { Item } from "../api/types.ts";
import { NO_FILTER, type QueueFilter } from "../logic/queue-filter.ts";
import { NOTHING, type Selection, toggled, upTo } from "../logic/selection.ts";
import { atLock, atWipe } from "../store/session.ts";

export const filter = signal<QueueFilter>(NO_FILTER);
export const selected = signal<Selection>(NOTHING);

/** The row that was ticked last: with Shift everything from it on is ticked. */
let last: string | null = null;

export function clearSelection(): void {
  selected.value = NOTHING;
  last = null;
}

/** Tick a row or not any more; with `range` everything from the one before. */
export function tick(rows: readonly Item[], row: Item, range: boolean): void {
  const before = selected.peek();
  selected.value = range ? upTo(before, rows, last, row.conv) : toggled(before, row);
  last = row.conv;
}

atLock(clearSelection);
atWipe(() => {
  clearSelection();
  filter.value = NO_FILTER;
});
