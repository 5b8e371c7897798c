// Private notes of one conversation: records in a container of their own, which the first note makes.

import type { NotesAnswer, SignedRecord, Wrap } from "../api/types.ts";
import { newContainer, newId, openContainer, sealRevision } from "./container.ts";
import type { Keyring } from "./keyring.ts";
import { type Container, type Inner, type ReadRevision, readRecords } from "./read-records.ts";

export interface OpenedNotes {
  /** Null while the conversation has no note. */
  container: Container | null;
  list: readonly ReadRevision[];
}

/** The notes in words, oldest first. */
export function openNotes(answer: NotesAnswer, keyring: Keyring): OpenedNotes {
  if (answer.container_id === null) return { container: null, list: [] };
  const container = openContainer(answer.container_id, answer.wraps, keyring);
  const records = readRecords(answer.records, container, keyring);
  return { container, list: records.map(({ current }) => current) };
}

/** A note ready to send; with the conversation's first note goes its new container. */
export function sealNote(
  notes: OpenedNotes,
  inner: Inner,
  keyring: Keyring,
): { container: { container_id: string; wrap: Wrap } | null; record: SignedRecord } {
  const fresh = notes.container === null ? newContainer(keyring) : null;
  const container = notes.container ?? fresh;
  if (container === null) throw new Error("no container");
  const record = sealRevision(container, newId(), null, inner, keyring);
  return {
    container: fresh === null ? null : { container_id: fresh.id, wrap: fresh.wrap },
    record,
  };
}
