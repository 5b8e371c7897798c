// Opens the line and the heartbeat with a session, renews them when somebody signs in again, and
// ends them when memory is wiped.

import { effect } from "@preact/signals";
import { language, t } from "../i18n/i18n.ts";
import { api, apiExpired, atWipe, endHere, phase, session } from "../store/session.ts";
import type { Keyring } from "../vault/keyring.ts";
import { beginLine, endLine, hearing, lineState, renewLine } from "./line.ts";
import { beat, beatIfDue, refreshShift, shift } from "./shift.ts";
import { listen, looked, reloadAll, sendAgain } from "./talks.ts";
import { escalated, queueChanged, refreshWaiting, tickAlerts, waitingCount } from "./waiting.ts";
import { watchAll } from "./watching.ts";

const BEAT_MS = 20_000;
/** Without the line nobody tells us what changed, so we ask more often. */
const ASK_MS = 5_000;
const TICK_MS = 1_000;

let stop: (() => void) | null = null;
let ring: Keyring | null = null;

const refresh = async (): Promise<void> => {
  await refreshShift();
  await refreshWaiting();
};

/** Timers and listeners of whoever answers people: heartbeat, alerts, queue. */
function beginShift(): () => void {
  const beats = setInterval(() => void beat().then(refreshWaiting), BEAT_MS);
  const asks = setInterval(() => {
    if (lineState.peek() !== "open") queueChanged();
  }, ASK_MS);
  const ticks = setInterval(tickAlerts, TICK_MS);
  const stops = [
    hearing("queue", queueChanged),
    hearing("chat_waiting", queueChanged),
    hearing("chat_escalated", escalated),
    hearing("resync", queueChanged),
    hearing("ping", () => void beatIfDue()),
    hearing("opened", () => void beat().then(refreshWaiting)),
  ];
  void refresh();
  return () => {
    for (const timer of [beats, asks, ticks]) clearInterval(timer);
    for (const end of stops) end();
  };
}

/** Ended on purpose, from elsewhere: nothing may stay. Else the person may come back to their words. */
const signedOut = ({ ended }: { ended?: boolean }): void => {
  if (ended === true) void endHere("elsewhere");
  else apiExpired();
};

/** Who has no line is told by nobody that the session was ended elsewhere, so we ask. */
function beginAsking(): void {
  const asks = setInterval(() => void api.account().catch(() => undefined), BEAT_MS);
  stop = () => clearInterval(asks);
}

function begin(role: number): void {
  const stops = [listen(), hearing("signed_out", signedOut), hearing("opened", watchAll)];
  const watches = setInterval(watchAll, BEAT_MS);
  stops.push(() => clearInterval(watches));
  if (role <= 3) stops.push(beginShift());
  document.addEventListener("visibilitychange", looked);
  beginLine();
  stop = () => {
    document.removeEventListener("visibilitychange", looked);
    for (const end of stops) end();
    endLine();
  };
}

function end(): void {
  stop?.();
  stop = null;
  ring = null;
}

async function renew(): Promise<void> {
  if (lineState.peek() === "off") return;
  await renewLine();
  if (lineState.peek() === "open") return;
  sendAgain();
  reloadAll();
  if (shift.peek() !== null) void beat().then(refreshWaiting);
}

/** Follow the session from now on. */
export function followSession(): void {
  effect(() => {
    const held = session.value;
    if (held === null || phase.value !== "open") return;
    if (held.keyring === ring) return;
    const first = ring === null;
    ring = held.keyring;
    const { role } = held.me;
    const hasLine = role !== 4 && role !== 6;
    queueMicrotask(() => {
      if (!first) void renew();
      else if (hasLine) begin(role);
      else beginAsking();
    });
  });
  effect(() => {
    if (language.value === "en" && t("app.brand") === "app.brand") return;
    const count = waitingCount.value;
    document.title = count > 0 ? `(${count}) ${t("app.brand")}` : t("app.brand");
  });
}

atWipe(end);
