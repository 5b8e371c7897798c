// Keeps the queue fresh: asks every few seconds, says what is new, keeps what is shown on a bad line.

import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { QueueView } from "../api/calls.ts";
import type { Item, QueueAnswer } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { lineState } from "../live/line.ts";
import { hasRoom, shift } from "../live/shift.ts";
import { queueNews } from "../live/waiting.ts";
import { newcomers, withoutWaitingChats } from "../logic/newcomers.ts";
import { askedBy, fits } from "../logic/queue-filter.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { POLL_MS, usePoll } from "../ui/use-poll.ts";
import { filter } from "./asked.ts";

const QUIET_MS = 10_000;

interface Shown {
  key: string;
  answer: QueueAnswer;
}

/** The answer with the rows that may stand in this list, and how many came that may not. */
function checked(answer: QueueAnswer, tab: QueueView): [QueueAnswer, number] {
  const items = answer.items.filter((item) => fits(item, tab, filter.peek()));
  return [{ ...answer, items }, answer.items.length - items.length];
}

export interface QueueState {
  /** The list of this tab and page, or null while it is on its way. */
  answer: QueueAnswer | null;
  counts: QueueAnswer["counts"] | undefined;
  late: number;
  again: number;
  stale: boolean;
  /** Rows that the server sent and that do not fit what was asked: they are not shown. */
  strange: number;
  now: Date;
  fresh: ReadonlySet<string>;
  /** Put an item's new state in place without waiting for the next answer. */
  replace: (item: Item) => void;
  refresh: () => Promise<void>;
}

function withItem(shown: Signal<Shown | null>, item: Item): void {
  const held = shown.peek();
  if (held === null) return;
  const items = held.answer.items.map((it) => (it.conv === item.conv ? item : it));
  shown.value = { ...held, answer: { ...held.answer, items } };
}

/** The live queue of one tab and page. Rows of another list are never shown under its name. */
export function useQueue(tab: QueueView, page: number): QueueState {
  const shown = useSignal<Shown | null>(null);
  const stale = useSignal(false);
  const now = useSignal(new Date());
  const fresh = useSignal<ReadonlySet<string>>(new Set());
  const strange = useSignal(0);
  const asked = askedBy(filter.value);
  const key = `${tab}/${page}${asked}`;
  const wanted = useRef(key);
  wanted.current = key;
  const refresh = async (): Promise<void> => {
    try {
      const whole = await api.queue(tab, page, asked);
      if (wanted.current !== key) return;
      const [answer, others] = checked(whole, tab);
      strange.value = others;
      const before = shown.peek();
      const added = before?.key === key ? newcomers(before.answer.items, answer.items) : [];
      fresh.value = new Set(added);
      shown.value = { key, answer };
      stale.value = false;
      const spoken = hasRoom(shift.peek()) ? withoutWaitingChats(added, answer.items) : added;
      if (spoken.length > 0) announce(t("queue.new", { count: spoken.length }));
    } catch {
      stale.value = true;
    }
    now.value = new Date();
  };
  // While the line is open it says what changed; asking is then only for what it may have lost.
  const quiet = lineState.value === "open";
  usePoll(refresh, `${key}/${queueNews.value}`, quiet ? QUIET_MS : POLL_MS);
  const held = shown.value;
  return {
    answer: held?.key === key ? held.answer : null,
    counts: held?.answer.counts,
    late: held?.answer.late ?? 0,
    again: held?.answer.wrote_again ?? 0,
    strange: held?.key === key ? strange.value : 0,
    stale: stale.value,
    now: now.value,
    fresh: fresh.value,
    replace: (item) => withItem(shown, item),
    refresh,
  };
}
