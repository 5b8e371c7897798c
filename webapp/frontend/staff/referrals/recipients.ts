// Organisations that a case can be referred to, from the copy of the directory in this browser.

import { openOrganisation } from "../directory/documents.ts";
import { directory, refresh } from "../directory/store.ts";
import type { Entry } from "../logic/directory/entries.ts";
import { wordsOf } from "../logic/directory/fold.ts";
import { isStale } from "../logic/directory/search.ts";
import { today } from "../logic/time.ts";
import { open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { vouchedKey } from "../vault/organisation-key.ts";

export interface Recipient {
  id: string;
  name: string;
  kind: string;
  /** The age key of the organisation; "" where it has none that an administrator vouches for. */
  key: string;
  /** The server shows a key that nobody's word holds for. */
  unvouched: boolean;
  /** Nobody checked it within a year. */
  stale: boolean;
}

const SHOWN = 8;

/** The directory is here, or an error says that it is not. */
export const bringDirectory = (): Promise<void> => refresh();

/** The first organisations of which every typed word is part of something they say. */
export function suggestions(typed: string): Entry[] {
  const words = wordsOf(typed);
  if (words.length === 0) return [];
  const found: Entry[] = [];
  for (const entry of directory.value?.entries ?? []) {
    if (words.every((word) => entry.hay.includes(word))) found.push(entry);
    if (found.length === SHOWN) break;
  }
  return found;
}

/** The organisation as a referral needs it. Raises Told where it is no longer there. */
export async function recipientOf(id: string): Promise<Recipient> {
  const found = await openOrganisation(id);
  if (found === null) throw new Told("error.organisation-gone");
  return {
    id,
    name: found.main.name,
    kind: found.kind,
    key: vouchedKey(found, open().keyring),
    unvouched: found.age_recipient !== null && vouchedKey(found, open().keyring) === "",
    stale: isStale(found.verified_on ?? "", today()),
  };
}
