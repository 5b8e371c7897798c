// Notes on organisations: records of the desk on one shelf. About whom a note is, is sealed too.

import type { RepliesAnswer } from "../api/live-types.ts";
import type { NewContainerIn, SignedRecord } from "../api/types.ts";
import { textOf } from "../logic/answers.ts";
import { newContainer, newId, openContainer, sealRevision } from "./container.ts";
import type { Keyring } from "./keyring.ts";
import { type Container, isBroken, type ReadRevision, readRecords } from "./read-records.ts";

export interface OrganisationNotes {
  /** Null while nobody wrote any. */
  container: Container | null;
  /** By organisation, oldest first. */
  about: ReadonlyMap<string, readonly ReadRevision[]>;
  /** How many could not be read or were not signed by a colleague; about whom they are is unknown. */
  broken: number;
}

const NONE: OrganisationNotes = { container: null, about: new Map(), broken: 0 };

/** Every note in words, by the organisation that it is about. */
export function openOrganisationNotes(answer: RepliesAnswer, keyring: Keyring): OrganisationNotes {
  if (answer.container_id === null) return NONE;
  const container = openContainer(answer.container_id, answer.wraps, keyring);
  const records = readRecords(answer.records, container, keyring);
  const about = new Map<string, ReadRevision[]>();
  let broken = 0;
  for (const record of records) {
    const { current } = record;
    if (isBroken(record) || current.inner?.t !== "organisation_note") {
      broken += 1;
      continue;
    }
    const org = textOf(current.inner, "org");
    about.set(org, [...(about.get(org) ?? []), current]);
  }
  return { container, about, broken };
}

/** A note ready to send; the first of all brings its container. */
export function sealOrganisationNote(
  notes: OrganisationNotes,
  org: string,
  body: string,
  at: string,
  keyring: Keyring,
): { container: NewContainerIn | null; record: SignedRecord } {
  const fresh = notes.container === null ? newContainer(keyring) : null;
  const container = notes.container ?? fresh;
  if (container === null) throw new Error("no container");
  const inner = { t: "organisation_note", at, org, body };
  const record = sealRevision(container, newId(), null, inner, keyring);
  return {
    container: fresh === null ? null : { container_id: fresh.id, wrap: fresh.wrap },
    record,
  };
}
