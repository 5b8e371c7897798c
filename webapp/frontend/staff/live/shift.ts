// Whether I am on shift, what I hold, and which colleagues are there: asked and shown by heartbeat.

import { signal } from "@preact/signals";
import type { ShiftAnswer, ShiftStatus } from "../api/live-types.ts";
import { api, atSignOut, atWipe } from "../store/session.ts";
import { askLine } from "./line.ts";

export const shift = signal<ShiftAnswer | null>(null);
/** No answer to the last heartbeats: colleagues may see us as gone. */
export const silent = signal(false);
/** The server took us off shift, because too long nothing was heard from this browser. */
export const fellOff = signal(false);

/** What the advocate chose here; a server that says "off" beside it has given us up. */
let chosen: ShiftStatus | null = null;

function show(answer: ShiftAnswer): void {
  fellOff.value = answer.me.status === "off" && chosen !== null && chosen !== "off";
  shift.value = answer;
  silent.value = false;
}

let wanted: ShiftStatus | null = null;
let saying: Promise<void> | null = null;

/** Go on shift, or say that I am busy, away or off; of two choices in a moment the last one counts. */
export function setStatus(status: ShiftStatus): Promise<void> {
  wanted = status;
  saying ??= sayWanted();
  return saying;
}

async function sayWanted(): Promise<void> {
  try {
    while (wanted !== null) {
      const next: ShiftStatus = wanted;
      const answer = await api.setShift(next);
      chosen = next;
      if (wanted !== next) continue; // another was chosen meanwhile, and is said next
      wanted = null;
      show(answer);
    }
  } finally {
    wanted = null;
    saying = null;
  }
}

/** A colleague holds so many chats at most from now: a supervisor decides that. */
export async function setCapacity(staffId: string, capacity: number): Promise<void> {
  show(await api.setCapacity(staffId, capacity));
}

export async function refreshShift(): Promise<void> {
  try {
    show(await api.shift());
  } catch {
    silent.value = true;
  }
}

const ENOUGH_MS = 10_000;
let lastBeat = 0;

/** A heartbeat unless there was one a moment ago: for what wakes a hidden tab, whose timers are slow. */
export const beatIfDue = (): Promise<void> =>
  Date.now() - lastBeat < ENOUGH_MS ? Promise.resolve() : beat();

/** The heartbeat: while I am not off, or hold a chat, the server hears that this browser is there. */
export async function beat(): Promise<void> {
  const { status, load } = shift.peek()?.me ?? { status: "off", load: 0 };
  lastBeat = Date.now();
  if (status === "off" && load === 0) return refreshShift();
  try {
    const answer = await askLine<Partial<ShiftAnswer>>("beat", {}, () => api.setShift(status));
    if (answer.me === undefined) await refreshShift();
    else show(answer as ShiftAnswer);
  } catch {
    silent.value = true;
  }
}

/** Ready for one more chat: on shift, with room, and no wrap-up due. */
export function hasRoom(answer: ShiftAnswer | null): boolean {
  if (answer === null || answer.me.status !== "on") return false;
  return answer.me.load < answer.me.capacity;
}

/** Whoever signs out goes off shift at once, so that nobody waits for them. */
atSignOut((mine) => {
  const status = shift.peek()?.me.status ?? "off";
  return status === "off" ? Promise.resolve(null) : mine.setShift("off");
});

atWipe(() => {
  chosen = null;
  shift.value = null;
  silent.value = false;
  fellOff.value = false;
});
