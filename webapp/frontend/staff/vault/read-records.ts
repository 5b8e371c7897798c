// From stored rows to records in words: every revision opened, its author's signature checked
// against the rosters, its place in the chain of revisions checked. What fails is named, not hidden.

import { equal, fromB64, fromUtf8, isZero, toB64 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import { openRecord, parseRecordHeader, verifyRecord } from "../../lib/records.ts";
import type { RecordRow } from "../api/types.ts";
import { isObject } from "../logic/answers.ts";
import type { Keyring } from "./keyring.ts";

export type Inner = Record<string, unknown>;

/** What does not hold about a revision; the catalogue has words for each. */
export type RecordProblem = "malformed" | "elsewhere" | "unreadable" | "signature" | "chain";

export interface ReadRevision {
  recordId: string;
  rev: number;
  staffId: string;
  hour: string;
  hash: string;
  inner: Inner | null;
  problems: RecordProblem[];
}

export interface ReadRecord {
  id: string;
  /** Ascending; never empty. */
  revisions: ReadRevision[];
  current: ReadRevision;
}

export interface Container {
  id: string;
  /** Case keys by generation. */
  keys: ReadonlyMap<number, Uint8Array>;
}

function innerOf(
  container: Container,
  gen: number,
  record: Uint8Array,
  keyring: Keyring,
): Inner | null {
  const caseKey = container.keys.get(gen);
  if (caseKey === undefined) return null;
  try {
    const text = fromUtf8(openRecord({ site: keyring.site, caseKey, record }));
    const inner: unknown = JSON.parse(text);
    return isObject(inner) ? inner : null;
  } catch {
    return null;
  }
}

function signed(row: RecordRow, record: Uint8Array, staffId: string, keyring: Keyring): boolean {
  // Only people who read the desk write its records.
  const signers = keyring.signersOf(staffId).filter(({ role }) => role <= 3);
  return signers.some(({ signVk: staffVk }) => {
    try {
      const signature = fromB64(row.signature);
      verifyRecord({ site: keyring.site, staffVk, record, signature });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A revision's words, which nobody has vouched for yet: good for looking through many. Before any of
 * them is shown, `readRevision` checks whose they are.
 */
export function wordsOfRow(row: RecordRow, container: Container, keyring: Keyring): Inner | null {
  try {
    const record = fromB64(row.record);
    const header = parseRecordHeader(record);
    if (toB64(header.caseId) !== container.id) return null;
    return innerOf(container, header.gen, record, keyring);
  } catch {
    return null;
  }
}

/** A row that is not even a record still has its place in the list. */
function malformed(row: RecordRow): ReadRevision {
  const { hash, hour } = row;
  const nothing = { recordId: "", rev: 0, staffId: "", inner: null };
  return { ...nothing, hash, hour, problems: ["malformed"] };
}

/** One revision in words. Its chain is checked by `readRecords`, which sees its neighbours. */
export function readRevision(row: RecordRow, container: Container, keyring: Keyring): ReadRevision {
  try {
    const record = fromB64(row.record);
    const header = parseRecordHeader(record);
    const staffId = toB64(header.staffId);
    const inner = innerOf(container, header.gen, record, keyring);
    const problems: RecordProblem[] = [];
    if (toB64(header.caseId) !== container.id) problems.push("elsewhere");
    if (inner === null) problems.push("unreadable");
    if (!signed(row, record, staffId, keyring)) problems.push("signature");
    const { recordId, rev } = header;
    return {
      recordId: toB64(recordId),
      rev,
      staffId,
      hour: row.hour,
      hash: toB64(H(record)),
      inner,
      problems,
    };
  } catch {
    return malformed(row);
  }
}

function prevOf(row: RecordRow): Uint8Array | null {
  try {
    return parseRecordHeader(fromB64(row.record)).prev;
  } catch {
    return null;
  }
}

function checkChain(revisions: { read: ReadRevision; prev: Uint8Array | null }[]): void {
  revisions.forEach(({ read, prev }, index) => {
    const before = revisions[index - 1]?.read;
    const follows =
      prev !== null &&
      (before === undefined ? isZero(prev) : equal(prev, fromB64(before.hash))) &&
      read.rev === index + 1;
    if (!follows) read.problems.push("chain");
  });
}

/** All records of a container, in the order in which they began. */
export function readRecords(
  rows: readonly RecordRow[],
  container: Container,
  keyring: Keyring,
): ReadRecord[] {
  const groups = new Map<string, { read: ReadRevision; prev: Uint8Array | null }[]>();
  for (const row of rows) {
    const read = readRevision(row, container, keyring);
    const group = groups.get(read.recordId) ?? [];
    group.push({ read, prev: prevOf(row) });
    groups.set(read.recordId, group);
  }
  return [...groups].flatMap(([id, group]) => {
    group.sort((a, b) => a.read.rev - b.read.rev);
    checkChain(group);
    const revisions = group.map(({ read }) => read);
    const current = revisions.at(-1);
    return current === undefined ? [] : [{ id, revisions, current }];
  });
}

/** Whether any revision of a record is doubtful. */
export const isBroken = (record: ReadRecord): boolean =>
  record.revisions.some(({ problems }) => problems.length > 0);
