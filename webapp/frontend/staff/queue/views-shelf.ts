// One person's saved views in this tab's memory: fetched once, opened once, asked for again on change.

import { signal } from "@preact/signals";
import { hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import {
  openViews,
  type SavedView,
  sealView,
  type ViewShelf,
  type ViewWords,
} from "../vault/views.ts";

export const views = signal<ViewShelf | null>(null);

export async function loadViews(): Promise<ViewShelf> {
  const { keyring, me } = open();
  const read = openViews(await api.views(), me.staffId, keyring);
  views.value = read;
  return read;
}

/** Save with the same bytes after a lost answer; of two windows the second sees what the first left. */
export async function saveView(replaces: SavedView | null, words: ViewWords): Promise<void> {
  const now = views.peek() ?? (await loadViews());
  const seal = () => sealView(now, replaces, words, hourOf(new Date()), open().keyring);
  try {
    await sendOnce("view", [replaces?.id, replaces?.current.rev, words], seal, (sealed) =>
      api.saveView(sealed.container, sealed.record),
    );
  } finally {
    await loadViews().catch(() => null);
  }
}

const forget = (): void => {
  views.value = null;
};

atWipe(forget);
atLock(forget);
