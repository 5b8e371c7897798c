// Closed months between the server's rows and the screen: each is one record, named after its month,
// signed by somebody who was a supervisor then. What does not hold is named, and its figures are not shown.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { monthRecord } from "../../lib/month.ts";
import { verifyRecord } from "../../lib/records.ts";
import type { RepliesAnswer } from "../api/live-types.ts";
import type { NewContainerIn, RecordRow, SignedRecord } from "../api/types.ts";
import { isObject, textOf } from "../logic/answers.ts";
import { readSummary, type Summary } from "../logic/reports/summary.ts";
import { monthAfter } from "../logic/reports/tables.ts";
import { newContainer, openContainer, sealRevision } from "./container.ts";
import type { Keyring } from "./keyring.ts";
import {
  type Container,
  type Inner,
  type ReadRecord,
  type ReadRevision,
  type RecordProblem,
  readRecords,
} from "./read-records.ts";

/** Supervisors, and administrators who read. */
const CLOSERS: readonly number[] = [2, 3];
const NO_MONTH = "no_month";

export type MonthProblem = RecordProblem | "closer" | "words" | "older";

/** How many editions of each month's record somebody has seen or signed for, by its id. */
export type Editions = ReadonlyMap<string, number>;

export interface Edition {
  number: number;
  /** Whose word it is, and in which hour they gave it by their own clock. */
  staffId: string;
  at: string;
  reason: string;
  /** Null where its words are no summary. */
  summary: Summary | null;
}

export interface ClosedMonth {
  /** Ascending; empty where a month that was closed is withheld. */
  editions: readonly Edition[];
  current: ReadRevision | null;
  /** Nothing of a month with problems is shown. */
  problems: readonly MonthProblem[];
}

export interface MonthShelf {
  /** Null before the first month is closed. */
  container: Container | null;
  rows: readonly RecordRow[];
  records: readonly ReadRecord[];
  /** Editions that are known to be there: seen in this browser, or named by a colleague. */
  known: Editions;
}

function namedIn(inner: Inner | null): [string, number][] {
  const others = isObject(inner?.others) ? Object.entries(inner.others) : [];
  return others.flatMap(([id, n]): [string, number][] =>
    Number.isSafeInteger(n) ? [[id, n as number]] : [],
  );
}

function more(known: Map<string, number>, found: Iterable<[string, number]>): Map<string, number> {
  for (const [id, n] of found) known.set(id, Math.max(n, known.get(id) ?? 0));
  return known;
}

/** The shelf in words; `seen` is what this browser saw of it before. */
export function openMonths(answer: RepliesAnswer, seen: Editions, keyring: Keyring): MonthShelf {
  const known = new Map(seen);
  if (answer.container_id === null) return { container: null, rows: [], records: [], known };
  const container = openContainer(answer.container_id, answer.wraps, keyring);
  const records = readRecords(answer.records, container, keyring);
  // What colleagues signed about other months counts, whatever the server shows of those.
  const sound = records
    .flatMap(({ revisions }) => revisions)
    .filter((it) => it.problems.length === 0);
  for (const { inner } of sound) more(known, namedIn(inner));
  return { container, rows: answer.records, records, known };
}

/** What this browser has seen by now. */
export const editionsIn = ({ records, known }: MonthShelf): Editions =>
  more(
    new Map(known),
    records.map(({ id, revisions }) => [id, revisions.length]),
  );

const endOf = (month: string): number => Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`) / 1000;

/** Whether a roster that was still in force after the month names the author as one who may close it. */
function mayClose(
  { staffId, inner }: ReadRevision,
  month: string,
  row: RecordRow | undefined,
  keyring: Keyring,
): boolean {
  return keyring.signersOf(staffId).some(({ serial, role, until, signVk: staffVk }) => {
    if (serial !== inner?.roster || !CLOSERS.includes(role) || until <= endOf(month)) return false;
    try {
      const [record, signature] = [fromB64(row?.record ?? ""), fromB64(row?.signature ?? "")];
      verifyRecord({ site: keyring.site, staffVk, record, signature });
      return true;
    } catch {
      return false;
    }
  });
}

function editionFrom({ rev, staffId, inner }: ReadRevision): Edition {
  const isOne = inner?.t === "closed_month";
  return {
    number: rev,
    staffId,
    at: textOf(inner, "at"),
    reason: textOf(inner, "reason"),
    summary: isOne ? readSummary(inner) : null,
  };
}

/** What the desk keeps of a month; null for one that is open, as far as anybody knows. */
export function closedMonth(
  shelf: MonthShelf,
  month: string,
  keyring: Keyring,
): ClosedMonth | null {
  const id = toB64(monthRecord(keyring.site, month));
  const record = shelf.records.find((it) => it.id === id);
  const known = shelf.known.get(id) ?? 0;
  if (record === undefined)
    return known > 0 ? { editions: [], current: null, problems: ["older"] } : null;
  const { revisions, current } = record;
  const problems = new Set<MonthProblem>(revisions.flatMap((it) => it.problems));
  const editions = revisions.map(editionFrom);
  const rowOf = (hash: string) => shelf.rows.find((row) => row.hash === hash);
  if (!revisions.every((it) => mayClose(it, month, rowOf(it.hash), keyring)))
    problems.add("closer");
  if (editions.some(({ summary }) => summary === null)) problems.add("words");
  if (revisions.length < known) problems.add("older");
  return { editions, current, problems: [...problems] };
}

/** The summary that counts; null where the month is open or something about it does not hold. */
export function summaryIn(closed: ClosedMonth | null): Summary | null {
  if (closed === null || closed.problems.length > 0) return null;
  return closed.editions.at(-1)?.summary ?? null;
}

export interface Closing {
  month: string;
  at: string;
  reason: string;
  summary: Summary;
}

/** A month's summary, or its next edition, signed; the first of all brings the shelf. */
export function sealMonth(
  shelf: MonthShelf,
  { month, at, reason, summary }: Closing,
  keyring: Keyring,
): { container: NewContainerIn | null; record: SignedRecord } {
  const fresh = shelf.container === null ? newContainer(keyring) : null;
  const container = shelf.container ?? fresh;
  if (container === null) throw new Error(NO_MONTH);
  const id = toB64(monthRecord(keyring.site, month));
  const before = shelf.records.find((it) => it.id === id)?.current ?? null;
  const others = Object.fromEntries([...editionsIn(shelf)].filter(([other]) => other !== id));
  const roster = keyring.serial;
  const inner = { t: "closed_month", at, reason, roster, others, ...summary };
  return {
    container: fresh === null ? null : { container_id: fresh.id, wrap: fresh.wrap },
    record: sealRevision(container, id, before, inner, keyring),
  };
}
