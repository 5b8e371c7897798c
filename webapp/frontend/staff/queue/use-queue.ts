// Keeps the queue fresh: asks every few seconds, says what is new, keeps what is shown on a bad line.

import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { QueueView } from "../api/calls.ts";
import type { Item, QueueAnswer } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { newcomers } from "../logic/newcomers.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { usePoll } from "../ui/use-poll.ts";

export interface QueueState {
  answer: Signal<QueueAnswer | null>;
  stale: Signal<boolean>;
  now: Signal<Date>;
  fresh: Signal<ReadonlySet<string>>;
  /** Put an item's new state in place without waiting for the next answer. */
  replace: (item: Item) => void;
  refresh: () => Promise<void>;
}

/** The live queue of one tab and page. */
export function useQueue(tab: QueueView, page: number): QueueState {
  const answer = useSignal<QueueAnswer | null>(null);
  const stale = useSignal(false);
  const now = useSignal(new Date());
  const fresh = useSignal<ReadonlySet<string>>(new Set());
  const shown = useRef({ key: "", items: [] as Item[] });
  const key = `${tab}/${page}`;
  const refresh = async (): Promise<void> => {
    try {
      const next = await api.queue(tab, page);
      const added = shown.current.key === key ? newcomers(shown.current.items, next.items) : [];
      shown.current = { key, items: next.items };
      fresh.value = new Set(added);
      answer.value = next;
      stale.value = false;
      if (added.length > 0) announce(t("queue.new", { count: added.length }));
    } catch {
      stale.value = true;
    }
    now.value = new Date();
  };
  const replace = (item: Item): void => {
    const held = answer.value;
    if (held === null) return;
    const items = held.items.map((it) => (it.conv === item.conv ? item : it));
    answer.value = { ...held, items };
  };
  usePoll(refresh, key);
  return { answer, stale, now, fresh, replace, refresh };
}
