// A private note about a conversation, sealed and kept.

import { hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { type OpenedNotes, sealNote } from "../vault/notes.ts";

/** Keep `words` as a note about `conv`; `slot` tells apart what may be on its way at once. */
export async function saveNote(
  conv: string,
  slot: string,
  notes: OpenedNotes,
  words: Record<string, unknown>,
): Promise<void> {
  const seal = () => {
    const inner = { t: "note", at: hourOf(new Date()), ...words };
    return sealNote(notes, conv, inner, open().keyring);
  };
  await sendOnce(`${slot}:${conv}`, words, seal, ({ container, record }) =>
    api.note(conv, container, record),
  );
}
