// One open item on screen: kept up with while it is there, and everybody sees who is looking.

import { useEffect } from "preact/hooks";
import type { Item } from "../api/types.ts";
import { lineState } from "../live/line.ts";
import type { Talk } from "../live/talk.ts";
import { hides, shows, talkOf } from "../live/talks.ts";
import { unwatch, watch } from "../live/watching.ts";
import { POLL_MS, usePoll } from "../ui/use-poll.ts";

export type { Opened } from "../live/opening.ts";

/** What screens need of a conversation; tests give one of their own. */
export type ConversationState = Pick<Talk, "opened" | "error" | "reload" | "setItem">;

/** While the line is open, asking is only for what it may have lost. */
const QUIET_MS = 20_000;

/** The conversation `conv`, live. `onItem` hears of its labels, too. */
export function useConversation(conv: string, onItem: (item: Item) => void): Talk {
  const talk = talkOf(conv);
  useEffect(() => {
    shows(conv);
    watch(conv);
    return () => {
      unwatch(conv);
      hides(conv);
    };
  }, [conv]);
  const item = talk.opened.value?.answer.item;
  useEffect(() => {
    if (item !== undefined) onItem(item);
  }, [item]);
  const live = lineState.value === "open" && item?.live != null;
  usePoll(
    async () => {
      await talk.reload();
    },
    conv,
    live ? QUIET_MS : POLL_MS,
  );
  return talk;
}
