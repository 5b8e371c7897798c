// The live chats that wait for somebody, whatever screen is shown, and the alerts about them.

import { computed, signal } from "@preact/signals";
import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { api, atWipe, session } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { type Alarm, Alerts } from "./alerts.ts";
import { hasRoom, refreshShift, shift } from "./shift.ts";
import { beep } from "./sound.ts";
import { isShown, unread } from "./talks.ts";
import { holds } from "./watching.ts";

export const waitingChats = signal<readonly Item[]>([]);
/** Grows with each word from the server that something in the queue changed. */
export const queueNews = signal(0);

const SAID: Record<Alarm, string> = {
  new: "alert.new",
  again: "alert.again",
  escalated: "alert.escalated",
};

function ring(alarm: Alarm, count: number): void {
  beep();
  announce(t(SAID[alarm], { count }));
}

let alerts = new Alerts(ring);

const isWaiting = (item: Item): boolean => item.live?.phase === "waiting" && item.holder === null;

/** Who must not be disturbed: off or away, busy, or with both hands full. */
const isQuiet = (): boolean => !hasRoom(shift.peek());

/** What was mine when I was last told; null before. */
let mine: ReadonlySet<string> | null = null;

/** A chat that came to me without my doing: somebody handed it over, or let me in. */
function sayWhatCame(items: readonly Item[]): void {
  const before = mine;
  mine = new Set(items.map(({ conv }) => conv));
  const isGiven = ({ conv, live }: Item): boolean =>
    live != null && before?.has(conv) === false && !isShown(conv);
  if (!items.some(isGiven)) return;
  beep();
  announce(t("alert.given"));
}

/** The chats that I am in: the line brings their messages whatever screen is shown. */
async function refreshMine(): Promise<void> {
  const { items } = await api.queue("mine", 0);
  if (session.peek() === null) return;
  holds(items.filter(({ live }) => live != null && live.phase !== "ended").map(({ conv }) => conv));
  sayWhatCame(items);
}

export async function refreshWaiting(): Promise<void> {
  try {
    await refreshMine();
    const { items } = await api.queue("waiting", 0);
    if (session.peek() === null) return;
    waitingChats.value = items.filter(isWaiting);
    alerts.update(
      waitingChats.peek().map(({ conv }) => conv),
      isQuiet(),
      Date.now(),
    );
  } catch {
    // The next heartbeat asks again; the queue's own screen says that the line is down.
  }
}

const SETTLE_MS = 250;
let settling: ReturnType<typeof setTimeout> | undefined;

/** Something changed: ask once for all that changes within a moment. */
export function queueChanged(): void {
  if (settling !== undefined) return;
  settling = setTimeout(() => {
    settling = undefined;
    queueNews.value += 1;
    void refreshShift().then(refreshWaiting);
  }, SETTLE_MS);
}

export const tickAlerts = (): void => alerts.tick(Date.now());

/** A chat waited too long: whoever supervises is told. */
export function escalated(): void {
  const role = session.peek()?.me.role ?? 0;
  if (role === 2 || role === 3) alerts.escalated(Date.now());
  queueChanged();
}

/** A chat that waits too long, for whoever supervises. */
export const tooLong = computed(() => {
  const role = session.value?.me.role ?? 0;
  const supervises = role === 2 || role === 3;
  return supervises ? (waitingChats.value.find(({ live }) => live?.escalated) ?? null) : null;
});

/** How many people wait for an answer of somebody here: what the tab's title counts. */
export const waitingCount = computed(() => {
  const status = shift.value?.me.status ?? "off";
  return status === "off" ? 0 : waitingChats.value.length + unread.value.size;
});

atWipe(() => {
  holds([]);
  clearTimeout(settling);
  settling = undefined;
  waitingChats.value = [];
  mine = null;
  alerts = new Alerts(ring);
});
