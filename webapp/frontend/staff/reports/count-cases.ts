// Reads the cases of a month one after the other, in this browser only, and keeps what is counted of them.

import { signal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import type { CaseFacts } from "../logic/reports/case-tally.ts";
import { fillIndex, openedIn } from "../search/case-index.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import { openCase } from "../vault/case.ts";
import { isBroken } from "../vault/read-records.ts";

export interface Counted {
  /** The month that was counted. */
  time: string;
  cases: readonly CaseFacts[];
  /** Cases that this browser could not read, or whose records did not hold. */
  unread: number;
}

/** How far the reading is; null while nothing is read. */
export const reading = signal<{ read: number; total: number } | null>(null);
/** What was counted last. */
export const counted = signal<Counted | null>(null);

let generation = 0;

/** What left a case: neither what was withdrawn before, nor copies for one's own records. */
const LEFT = ["handed_over", "opened"];

const isGone = (reason: unknown): boolean => reason instanceof Problem && reason.status === 404;

/** One case; null where it does not open, or its main record is not what a colleague signed. */
async function factsOf(id: string): Promise<CaseFacts | "gone" | null> {
  const detail = await api.case(id).catch((reason: unknown) => {
    if (isGone(reason)) return "gone" as const;
    throw reason; // a server that cannot be reached has cases all the same
  });
  if (detail === "gone") return detail;
  if (detail.case_id !== id) return null;
  const { main, sections } = openCase(detail, open().keyring);
  if (main === null || isBroken(main)) return null;
  return {
    main: main.current.inner,
    sections: sections.flatMap((record) =>
      record.current.inner === null || isBroken(record) ? [] : [record.current.inner],
    ),
    referrals: detail.releases.filter(({ state }) => LEFT.includes(state)).map(({ mode }) => mode),
  };
}

/** Every case that was opened in this month; null where somebody stopped it, or the desk was locked. */
export async function readCases(time: string): Promise<Counted | null> {
  generation += 1;
  const mine = generation;
  try {
    reading.value = { read: 0, total: 0 };
    await fillIndex();
    const ids = mine === generation ? openedIn(time) : [];
    const cases: CaseFacts[] = [];
    let unread = 0;
    for (const [at, id] of ids.entries()) {
      if (mine === generation) reading.value = { read: at, total: ids.length };
      const facts = await factsOf(id);
      if (mine !== generation) return null;
      if (facts === null) unread += 1;
      else if (facts !== "gone") cases.push(facts);
    }
    return mine === generation ? { time, cases, unread } : null;
  } finally {
    if (mine === generation) reading.value = null;
  }
}

/** The same, for the screen. */
export async function countCases(time: string): Promise<void> {
  counted.value = (await readCases(time)) ?? counted.value;
}

/** Whatever is being read is of no use any more. */
export function stopReading(): void {
  generation += 1;
  reading.value = null;
}

function forget(): void {
  stopReading();
  counted.value = null;
}

atLock(forget);
atWipe(forget);
