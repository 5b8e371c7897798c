// Notes on organisations in this tab's memory: all are fetched, so that nobody sees about whom.

import { signal } from "@preact/signals";
import { hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import {
  type OrganisationNotes,
  openOrganisationNotes,
  sealOrganisationNote,
} from "../vault/organisation-notes.ts";

export const notes = signal<OrganisationNotes | null>(null);

export async function loadNotes(): Promise<OrganisationNotes> {
  const read = openOrganisationNotes(await api.organisationNotes(), open().keyring);
  notes.value = read;
  return read;
}

/** Save a note, with the same bytes after a lost answer. */
export async function saveNoteOn(org: string, body: string): Promise<void> {
  const now = notes.peek() ?? (await loadNotes());
  const seal = () => sealOrganisationNote(now, org, body, hourOf(new Date()), open().keyring);
  try {
    await sendOnce("organisation-note", [org, body], seal, ({ container, record }) =>
      api.saveOrganisationNote(container, record),
    );
  } finally {
    await loadNotes().catch(() => null);
  }
}

const forget = (): void => {
  notes.value = null;
};

atWipe(forget);
atLock(forget);
