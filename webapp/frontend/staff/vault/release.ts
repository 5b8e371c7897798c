// A release between the server's row and its signed record: both must say the same, or nothing leaves.

import type { ReleaseRow } from "../api/referral-calls.ts";
import { isObject } from "../logic/answers.ts";
import type { ReleaseWords } from "../logic/packet.ts";
import { isBroken, type ReadRecord } from "./read-records.ts";

/** A release that the server lists, with its signed words; null where they do not agree. */
export interface Release {
  row: ReleaseRow;
  words: ReleaseWords | null;
  /** A colleague signed that the consent is withdrawn, whatever the server lists. */
  withdrawn: boolean;
}

const TEXTS = [
  "at",
  "organisation",
  "name",
  "kind",
  "key",
  "mode",
  "ground",
  "why",
  "expires_on",
  "content",
] as const;

/** The words that a record says about a release; null for anything else. */
function wordsIn(inner: Record<string, unknown> | null): ReleaseWords | null {
  if (!isObject(inner) || inner.t !== "release" || !Array.isArray(inner.scope)) return null;
  if (!TEXTS.every((key) => typeof inner[key] === "string")) return null;
  if (inner.greeting !== undefined && typeof inner.greeting !== "string") return null;
  if (!inner.scope.every((code) => typeof code === "string")) return null;
  return inner as unknown as ReleaseWords;
}

function agree(row: ReleaseRow, words: ReleaseWords): boolean {
  const same: (keyof ReleaseRow & keyof ReleaseWords)[] = [
    "organisation",
    "mode",
    "ground",
    "expires_on",
  ];
  return (
    same.every((key) => row[key] === words[key]) &&
    row.recipient_kind === words.kind &&
    JSON.stringify(row.scope) === JSON.stringify(words.scope)
  );
}

/** The releases that colleagues signed to be withdrawn. */
function withdrawnIn(records: readonly ReadRecord[]): Set<string> {
  const named = records.flatMap((record): unknown[] => {
    const inner = record.current.inner;
    const says = inner?.t === "withdrawal" && Array.isArray(inner.releases) && !isBroken(record);
    return says ? (inner.releases as unknown[]) : [];
  });
  return new Set(named.filter((id) => typeof id === "string"));
}

/** Every release of a case with its words, as far as what is signed and what is listed agree. */
export function joinReleases(
  rows: readonly ReleaseRow[],
  records: readonly ReadRecord[],
): Release[] {
  const named = withdrawnIn(records);
  return rows.map((row) => {
    const withdrawn = row.state === "withdrawn" || named.has(row.release_id);
    const nothing = { row, words: null, withdrawn };
    const record = records.find(({ id }) => id === row.release_id);
    if (record === undefined || isBroken(record) || record.revisions.length !== 1) return nothing;
    if (record.current.staffId !== row.staff_id) return nothing;
    const words = wordsIn(record.current.inner);
    return { row, words: words !== null && agree(row, words) ? words : null, withdrawn };
  });
}
