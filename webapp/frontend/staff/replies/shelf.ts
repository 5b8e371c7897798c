// The desk's saved replies in this tab's memory: fetched once, opened once, asked for again on change.

import { signal } from "@preact/signals";
import { hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import {
  openShelf,
  type ReplyWords,
  type SavedReply,
  type Shelf,
  sealSavedReply,
} from "../vault/replies.ts";

export const shelf = signal<Shelf | null>(null);

export async function loadShelf(): Promise<Shelf> {
  const read = openShelf(await api.replies(), open().keyring);
  shelf.value = read;
  return read;
}

/** Save, with the same bytes after a lost answer, so that one reply never becomes two. */
export async function saveReply(replaces: SavedReply | null, words: ReplyWords): Promise<void> {
  const now = shelf.peek() ?? (await loadShelf());
  const seal = () => sealSavedReply(now, replaces, words, hourOf(new Date()), open().keyring);
  try {
    await sendOnce("reply", [replaces?.id, words], seal, ({ container, record }) =>
      api.saveReply(container, record),
    );
  } finally {
    await loadShelf().catch(() => null);
  }
}

const forget = (): void => {
  shelf.value = null;
};

atWipe(forget);
atLock(forget);
