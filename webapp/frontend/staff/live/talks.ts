// Every conversation that this tab holds in words, by its id; what the line brings goes to them.

import { signal } from "@preact/signals";
import { fromB64 } from "../../lib/bytes.ts";
import { parseHeader } from "../../lib/envelope.ts";
import { allPages } from "../../lib/pages.ts";
import type { Inner } from "../../lib/thread.ts";
import type { Live } from "../api/live-types.ts";
import type { ConversationAnswer } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { api, atWipe } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { askLine, hearing } from "./line.ts";
import { type Entry, Outbox } from "./outbox.ts";
import { Talk } from "./talk.ts";

interface Held {
  talk: Talk;
  outbox: Outbox;
  /** How many places on screen show it. */
  shown: number;
}

const held = new Map<string, Held>();

/** Conversations in which the person wrote while nobody here was looking. */
export const unread = signal<ReadonlySet<string>>(new Set());

function setUnread(conv: string, on: boolean): void {
  if (unread.peek().has(conv) === on) return;
  const next = new Set(unread.peek());
  if (on) next.add(conv);
  else next.delete(conv);
  unread.value = next;
}

const page = (conv: string, s: number, d: number): Promise<ConversationAnswer> =>
  askLine("sync", { conv, s, d }, () => api.conversation(conv, s, d));

const ask = (conv: string, after: number, afterD: number): Promise<ConversationAnswer> =>
  allPages((s, d) => page(conv, s, d), after, afterD);

function begin(conv: string): Held {
  const talk = new Talk(conv, ask);
  const fresh = { talk, outbox: new Outbox(talk), shown: 0 };
  held.set(conv, fresh);
  return fresh;
}

export const talkOf = (conv: string): Talk => (held.get(conv) ?? begin(conv)).talk;

export const outboxOf = (conv: string): Outbox => (held.get(conv) ?? begin(conv)).outbox;

/** The conversation is on screen from now on. */
export function shows(conv: string): void {
  const it = held.get(conv) ?? begin(conv);
  it.shown += 1;
  if (document.visibilityState === "visible") setUnread(conv, false);
}

/** It is not any more: its words are forgotten, unless some of ours are still on their way. */
export function hides(conv: string): void {
  const it = held.get(conv);
  if (it === undefined) return;
  it.shown -= 1;
  if (it.shown > 0 || it.outbox.entries.peek().length > 0) return;
  it.talk.forget();
  held.delete(conv);
}

export const isShown = (conv: string): boolean => (held.get(conv)?.shown ?? 0) > 0;

const isSeen = (conv: string): boolean => isShown(conv) && document.visibilityState === "visible";

/** Whoever comes back to the tab sees what is on screen. */
export function looked(): void {
  for (const [conv, { shown }] of held) if (shown > 0) setUnread(conv, false);
}

/** Our own words that are not acknowledged yet go out again. */
export function sendAgain(): void {
  for (const { outbox } of held.values()) void outbox.flush();
}

export function reloadAll(): void {
  for (const { talk, shown } of held.values()) if (shown > 0) void talk.reload();
}

interface Arrived {
  conv: string;
  envelope: string;
}

function arrived({ conv, envelope }: Arrived): void {
  void held.get(conv)?.talk.take(envelope);
  if (parseHeader(fromB64(envelope)).direction === "D" || isSeen(conv)) return;
  // On screen the thread is a live region of its own and says it.
  setUnread(conv, true);
  announce(t("item.new-message"));
}

/** From now on everything that the line brings about a conversation reaches it. */
export function listen(): () => void {
  const stops = [
    hearing<Arrived>("envelope", arrived),
    hearing<{ conv: string; live: Live | null }>("live", ({ conv, live }) =>
      held.get(conv)?.talk.setLive(live),
    ),
    hearing<{ conv: string; d: number }>("seen", ({ conv, d }) => held.get(conv)?.talk.sawUpTo(d)),
    hearing<{ conv: string; online: boolean }>("source", ({ conv, online }) =>
      held.get(conv)?.talk.setOnline(online),
    ),
    hearing("resync", reloadAll),
    // A colleague may have taken it over, or released it: who holds it is the item's, not the chat's.
    hearing("queue", reloadAll),
    hearing("opened", () => {
      reloadAll();
      sendAgain();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What is not sent yet, for the lock to seal; what was opened is forgotten, it can be asked for again. */
export function sealAwayOutboxes(): [string, [number, Inner][]][] {
  for (const { talk } of held.values()) talk.forget();
  return [...held].map(([conv, { outbox }]) => [conv, outbox.sealAway()]);
}

/** What is on its way, without its words. */
export type AwayOutboxes = readonly [conv: string, entries: readonly Entry[]][];

export const awayOutboxes = (): AwayOutboxes =>
  [...held]
    .map(([conv, { outbox }]): [string, readonly Entry[]] => [conv, outbox.away()])
    .filter(([, entries]) => entries.length > 0);

export function bringOutboxes(away: AwayOutboxes): void {
  for (const [conv, entries] of away) outboxOf(conv).bring(entries);
}

export function unsealOutboxes(words: readonly [string, [number, Inner][]][]): void {
  for (const [conv, inners] of words) if (inners.length > 0) outboxOf(conv).unseal(inners);
  sendAgain();
}

atWipe(() => {
  for (const { talk, outbox } of held.values()) {
    talk.forget();
    outbox.forget();
  }
  held.clear();
  unread.value = new Set();
});
