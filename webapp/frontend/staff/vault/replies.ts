// Saved replies: records of the desk in one container of their own, sealed like notes.

import type { RepliesAnswer } from "../api/live-types.ts";
import type { NewContainerIn, SignedRecord } from "../api/types.ts";
import { textOf } from "../logic/answers.ts";
import { newContainer, newId, openContainer, sealRevision } from "./container.ts";
import type { Keyring } from "./keyring.ts";
import { type Container, isBroken, type ReadRevision, readRecords } from "./read-records.ts";

export interface SavedReply {
  id: string;
  language: string;
  title: string;
  body: string;
  current: ReadRevision;
}

export interface Shelf {
  /** Null while the desk has no saved reply. */
  container: Container | null;
  replies: readonly SavedReply[];
  /** How many could not be read or were not signed by a colleague; they are not offered. */
  broken: number;
}

/** The shelf in words. What is doubtful is never put into anybody's mouth. */
export function openShelf(answer: RepliesAnswer, keyring: Keyring): Shelf {
  if (answer.container_id === null) return { container: null, replies: [], broken: 0 };
  const container = openContainer(answer.container_id, answer.wraps, keyring);
  const records = readRecords(answer.records, container, keyring);
  const holding = records.filter((it) => !isBroken(it) && it.current.inner?.t === "saved_reply");
  const replies = holding
    .filter(({ current }) => current.inner?.removed !== true)
    .map(({ id, current }): SavedReply => {
      const { inner } = current;
      const [language, title] = [textOf(inner, "lang"), textOf(inner, "title")];
      return { id, language, title, body: textOf(inner, "body"), current };
    });
  return { container, replies, broken: records.length - holding.length };
}

export interface ReplyWords {
  language: string;
  title: string;
  body: string;
  removed?: boolean;
}

/** A new saved reply, or the next version of one; the first of all brings its container. */
export function sealSavedReply(
  shelf: Shelf,
  replaces: SavedReply | null,
  words: ReplyWords,
  at: string,
  keyring: Keyring,
): { container: NewContainerIn | null; record: SignedRecord } {
  const fresh = shelf.container === null ? newContainer(keyring) : null;
  const container = shelf.container ?? fresh;
  if (container === null) throw new Error("no container");
  const { language: lang, title, body, removed } = words;
  const inner = { t: "saved_reply", at, lang, title, body, ...(removed ? { removed } : {}) };
  const id = replaces?.id ?? newId();
  const record = sealRevision(container, id, replaces?.current ?? null, inner, keyring);
  return {
    container: fresh === null ? null : { container_id: fresh.id, wrap: fresh.wrap },
    record,
  };
}
