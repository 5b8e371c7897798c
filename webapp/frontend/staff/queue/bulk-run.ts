// One act on many rows: lot after lot, each until the server answers, and stopped whenever one says so.

import type { QueueView } from "../api/calls.ts";
import type { Deed } from "../api/queue-calls.ts";
import { askedBy, fits, type QueueFilter } from "../logic/queue-filter.ts";
import { inLots, type Seen, type Selection, withoutRows, withRows } from "../logic/selection.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, session } from "../store/session.ts";
import { newId } from "../vault/container.ts";
import { selected } from "./asked.ts";

/** Rows of one call: the server takes more, but nobody should wait long behind it. */
const LOT = 50;
/** Rows that are gathered at most; what is left is found again. */
export const MOST = 5_000;

export interface Came {
  done: number;
  /** How many were refused, by why. */
  refused: ReadonlyMap<string, number>;
}

export interface Run {
  total: number;
  came: Came;
}

const NOTHING_YET: Came = { done: 0, refused: new Map() };

/** A lot's answer: with the same bytes after a lost one, so that nothing is done twice. */
async function lot(deed: Deed, items: readonly Seen[]): Promise<Came> {
  const { results } = await sendOnce(
    "bulk",
    [deed, items],
    () => ({ ...deed, bulk_id: newId(), items }),
    (body) => api.bulk(body),
  );
  const refused = new Map<string, number>();
  for (const { refused: why } of results) {
    if (why !== null) refused.set(why, (refused.get(why) ?? 0) + 1);
  }
  const done = results.filter(({ refused: why }) => why === null).length;
  return { done, refused };
}

function both(one: Came, other: Came): Came {
  const refused = new Map(one.refused);
  for (const [why, count] of other.refused) refused.set(why, (refused.get(why) ?? 0) + count);
  return { done: one.done + other.done, refused };
}

/** Tells whether the session of this moment is over: nothing goes on in the name of whoever comes next. */
function atItsEnd(): () => boolean {
  const here = session.peek()?.lock;
  return () => session.peek()?.lock !== here;
}

/** Do it with everything that is ticked; what was answered is ticked no more. */
export async function runBulk(
  deed: Deed,
  onRun: (run: Run) => void,
  stopped: () => boolean,
): Promise<Came> {
  const all = [...selected.peek().values()];
  const over = atItsEnd();
  let came = NOTHING_YET;
  for (const items of inLots(all, LOT)) {
    if (stopped() || over()) break;
    onRun({ total: all.length, came });
    came = both(came, await lot(deed, items));
    const convs = items.map(({ conv }) => conv);
    selected.value = withoutRows(selected.peek(), convs);
  }
  onRun({ total: all.length, came });
  return came;
}

/** Every row that the filter finds now, page by page: what comes later was not seen and is not in it. */
export async function gather(
  tab: QueueView,
  filter: QueueFilter,
  onFound: (found: Selection) => void,
  stopped: () => boolean,
): Promise<void> {
  const over = atItsEnd();
  let found: Selection = new Map();
  for (let page = 0; found.size < MOST && !stopped(); page++) {
    const { items } = await api.queue(tab, page, askedBy(filter));
    if (items.length === 0 || over()) return;
    const fitting = items.filter((item) => fits(item, tab, filter));
    found = withRows(found, fitting);
    onFound(found);
  }
}
