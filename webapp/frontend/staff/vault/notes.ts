// Private notes of one conversation: records in a container of their own, which the first note makes.

import type { NewContainerIn, NotesAnswer, SignedRecord } from "../api/types.ts";
import { newContainer, newId, openContainer, sealRevision } from "./container.ts";
import type { Keyring } from "./keyring.ts";
import { type Container, type Inner, type ReadRevision, readRecords } from "./read-records.ts";

export interface OpenedNotes {
  /** Null while the conversation has no note. */
  container: Container | null;
  list: readonly ReadRevision[];
}

/** The notes in words, oldest first; one that was written about another conversation says so. */
export function openNotes(answer: NotesAnswer | null, conv: string, keyring: Keyring): OpenedNotes {
  if (answer === null || answer.container_id === null) return { container: null, list: [] };
  const container = openContainer(answer.container_id, answer.wraps, keyring);
  const list = readRecords(answer.records, container, keyring).map(({ current }) => current);
  for (const { inner, problems } of list) {
    // Only the server says whose container this is; the note itself says whom it is about.
    if (inner !== null && inner.conv !== conv) problems.push("elsewhere");
  }
  return { container, list };
}

/** A note ready to send, or the next revision of one; with the first note goes its new container. */
export function sealNote(
  notes: OpenedNotes,
  conv: string,
  inner: Inner,
  keyring: Keyring,
  replaces: ReadRevision | null = null,
): { container: NewContainerIn | null; record: SignedRecord } {
  const fresh = notes.container === null ? newContainer(keyring) : null;
  const container = notes.container ?? fresh;
  if (container === null) throw new Error("no container");
  const record = sealRevision(
    container,
    replaces?.recordId ?? newId(),
    replaces,
    { ...inner, conv },
    keyring,
  );
  return {
    container: fresh === null ? null : { container_id: fresh.id, wrap: fresh.wrap },
    record,
  };
}
