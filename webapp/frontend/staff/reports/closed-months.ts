// The months that are closed, opened and checked in this browser, which remembers how many editions it saw.

import { signal } from "@preact/signals";
import { toB64 } from "../../lib/bytes.ts";
import { Problem } from "../api/http.ts";
import { needed } from "../logic/reports/report.ts";
import { type CountedMonth, type Summary, summaryOf } from "../logic/reports/summary.ts";
import { hourOf } from "../logic/time.ts";
import { browserPins } from "../store/pins.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import {
  type ClosedMonth,
  closedMonth,
  type Editions,
  editionsIn,
  type MonthShelf,
  openMonths,
  sealMonth,
  summaryIn,
} from "../vault/months.ts";
import { readCases } from "./count-cases.ts";

/** Null before it was loaded. */
export const months = signal<MonthShelf | null>(null);

/** A colleague closed the month first: theirs is shown, and nothing of ours was kept. */
const FIRST = ["stale-revision", "container-exists"];

/** Storage that refuses takes away a memory, not the report. */
const seenHere = (site: string): Promise<Editions> =>
  browserPins.months(site).catch(() => new Map<string, number>());

export async function loadMonths(): Promise<MonthShelf> {
  const { keyring } = open();
  const site = toB64(keyring.site);
  const seen = await seenHere(site);
  const shelf = openMonths(await api.closedMonths(), seen, keyring);
  await browserPins.keepMonths(site, editionsIn(shelf)).catch(() => undefined);
  months.value = shelf;
  return shelf;
}

/** What is kept of a month, with whatever does not hold about it; null for one that is open. */
export const closedOf = (month: string): ClosedMonth | null =>
  months.value === null ? null : closedMonth(months.value, month, open().keyring);

/** The summaries of those of these months that are closed, as far as all about them holds. */
export function summariesOf(wanted: readonly string[]): Map<string, Summary> {
  return new Map(
    wanted.flatMap((month): [string, Summary][] => {
      const summary = summaryIn(closedOf(month));
      return summary === null ? [] : [[month, summary]];
    }),
  );
}

/** Everything of a month, counted anew; null where somebody stopped it. */
export async function readMonth(month: string): Promise<CountedMonth | null> {
  await loadMonths();
  const found = await readCases(month);
  if (found === null) return null;
  const { margins } = await api.margins(...needed({ kind: "month", month }));
  const { gone } = await api.monthBefore(month);
  return { month, margins, cases: found.cases, unread: found.unread, gone };
}

/** The month is closed with what was counted, or has one more edition. */
export async function closeMonth(counted: CountedMonth, reason: string): Promise<void> {
  const { month } = counted;
  const summary = summaryOf(counted);
  const shelf = months.value ?? (await loadMonths());
  const at = hourOf(new Date());
  const seal = () => sealMonth(shelf, { month, at, reason, summary }, open().keyring);
  try {
    await sendOnce(`month:${month}`, { reason, summary }, seal, (body) =>
      api.closeMonth(month, body),
    );
  } catch (failed) {
    if (!(failed instanceof Problem && FIRST.includes(failed.slug))) throw failed;
    await loadMonths();
    throw new Told("report.closed-first");
  }
  await loadMonths();
}

function forget(): void {
  months.value = null;
}

atLock(forget);
atWipe(forget);
