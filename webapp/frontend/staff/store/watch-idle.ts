// Locks the desk when nobody touched it for a while, by a key, and ends it after a shift.

import { effect, signal } from "@preact/signals";
import { Idle, type Moment, momentNow } from "../logic/idle.ts";
import { lock } from "./lock.ts";
import { browserPins } from "./pins.ts";
import { endHere, locked, session } from "./session.ts";

/** Minutes without a touch that somebody may choose. */
export const CHOICES = [2, 5, 10, 20, 30] as const;

/** The choice of this browser. */
export const lockMinutes = signal(10);

const MINUTE_MS = 60_000;
const SHIFT_MS = 12 * 60 * MINUTE_MS;
const LOOK_MS = 1_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];

const idle = new Idle(momentNow());
let began: Idle | null = null;

/** What is due at this moment, if somebody is signed in. */
export function lookAt(now: Moment): void {
  if (session.peek() === null) return;
  if (locked.peek()) {
    if (began !== null && began.since(now) >= SHIFT_MS) void endHere("long");
  } else if (idle.since(now) >= lockMinutes.peek() * MINUTE_MS) void lock();
}

const isLockKey = (event: KeyboardEvent): boolean =>
  event.ctrlKey && event.shiftKey && !event.altKey && event.code === "KeyL";

/** Choose after how many minutes; kept in this browser. */
export async function chooseLockMinutes(minutes: number): Promise<void> {
  lockMinutes.value = minutes;
  await browserPins.keepLockMinutes(minutes);
}

/** Watch from now on. */
export function watchIdle(): void {
  for (const touch of TOUCHES) {
    document.addEventListener(touch, () => idle.touched(momentNow()), { passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (!isLockKey(event) || session.peek() === null) return;
    event.preventDefault();
    void lock();
  });
  setInterval(() => lookAt(momentNow()), LOOK_MS);
  let whose = "";
  effect(() => {
    const id = session.value?.me.staffId ?? "";
    if (id !== "" && whose === "") {
      began = new Idle(momentNow());
      idle.touched(momentNow());
    }
    whose = id;
  });
  void browserPins.lockMinutes().then(
    (minutes) => {
      lockMinutes.value = minutes;
    },
    () => undefined,
  );
}
