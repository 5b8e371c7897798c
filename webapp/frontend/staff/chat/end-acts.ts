// Ending a chat, and wrapping it up: both are sealed here and sent once, whatever the line does.

import { Problem } from "../api/http.ts";
import type { Item } from "../api/types.ts";
import type { Opened } from "../live/opening.ts";
import { refreshShift } from "../live/shift.ts";
import type { Talk } from "../live/talk.ts";
import { outboxOf } from "../live/talks.ts";
import { hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { sealReply } from "../vault/conversation.ts";
import { sealNote } from "../vault/notes.ts";

const ATTEMPTS = 4;

async function endOnce(talk: Talk, opened: Opened): Promise<Item> {
  const { me, keyring } = open();
  const inner = { t: "end", at: hourOf(new Date()), name: me.displayName };
  const seal = () => sealReply(opened.conversation, inner, keyring);
  const { item } = await sendOnce(`end:${talk.conv}`, "end", seal, (envelope) =>
    api.endChat(talk.conv, envelope),
  );
  return item;
}

/** The chat has ended for both sides; what was still on its way is sent first. */
export async function endChat(talk: Talk): Promise<void> {
  await outboxOf(talk.conv).flush();
  for (let tries = 0; tries < ATTEMPTS; tries += 1) {
    const opened = talk.opened.peek();
    if (opened === null) throw new Told("error.unreachable");
    try {
      talk.setItem(await endOnce(talk, opened));
      await talk.reload();
      void refreshShift();
      return;
    } catch (reason) {
      if (!(reason instanceof Problem && reason.slug === "out-of-step")) throw reason;
      await talk.reload();
    }
  }
  throw new Told("item.out-of-step");
}

export interface WrapUpWords {
  disposition: string;
  category: string;
  summary: string;
}

/** A first try may have arrived and only its answer was lost: then the chat is wrapped up already. */
async function isWrappedUp(talk: Talk, reason: unknown): Promise<boolean> {
  if (!(reason instanceof Problem)) return false;
  const item = (await talk.reload())?.answer.item;
  return item?.status === "closed" && item.live === null;
}

/** The summary is kept sealed beside the notes, and the chat is out of everybody's hands. */
export async function wrapUp(talk: Talk, opened: Opened, words: WrapUpWords): Promise<void> {
  const { disposition, category, summary } = words;
  const seal = () => {
    const at = hourOf(new Date());
    const inner = { t: "summary", at, body: summary, disposition, category };
    return sealNote(opened.notes, talk.conv, inner, open().keyring);
  };
  try {
    await sendOnce(`wrap-up:${talk.conv}`, words, seal, ({ container, record }) =>
      api.wrapUp(talk.conv, { disposition, category, container, record }),
    );
  } catch (reason) {
    if (!(await isWrappedUp(talk, reason))) throw reason;
  }
  await Promise.all([talk.reload(), refreshShift()]);
}
