// Links between two cases, decided by staff: a sealed, signed record in each of them. The server is told
// neither that they are linked nor why; where only one of both landed, the other can be written anew.

import { textOf } from "../logic/answers.ts";
import { isBroken, type ReadRecord } from "./read-records.ts";

export const CASE_LINK = "case_link";

export interface LinkWords {
  t: typeof CASE_LINK;
  at: string;
  /** Why they belong together: a code of `case_link`. */
  kind: string;
  case: string;
  number: string;
  note: string;
  /** The record that says the same in the other case. */
  pair: string;
  /** Somebody took the link back. */
  gone: boolean;
}

export interface StandingLink {
  record: ReadRecord;
  words: LinkWords;
}

const TEXTS = ["at", "kind", "case", "number", "note", "pair"] as const;

function wordsIn(record: ReadRecord): LinkWords | null {
  const { inner } = record.current;
  if (textOf(inner, "t") !== CASE_LINK || inner === null) return null;
  if (!TEXTS.every((key) => typeof inner[key] === "string")) return null;
  return inner as unknown as LinkWords;
}

/** Every link of a case, also those that were taken back. What a check fails on links nothing. */
export function linksIn(records: readonly ReadRecord[]): StandingLink[] {
  return records.flatMap((record): StandingLink[] => {
    if (isBroken(record)) return [];
    const words = wordsIn(record);
    return words === null ? [] : [{ record, words }];
  });
}

/** The links that stand. */
export const standingLinks = (records: readonly ReadRecord[]): StandingLink[] =>
  linksIn(records).filter(({ words }) => words.gone !== true);

export type OtherSide = "both" | "missing" | "gone";

/** Whether the other case says the same of a link, says nothing, or took it back. */
export function otherSide(
  link: StandingLink,
  mine: string,
  theirs: readonly ReadRecord[],
): OtherSide {
  const found = linksIn(theirs).find(
    ({ record, words }) => record.id === link.words.pair && words.case === mine,
  );
  if (found === undefined) return "missing";
  return found.words.gone === true ? "gone" : "both";
}
