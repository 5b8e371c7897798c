// Who is signed in and what this tab can open. All of it is memory: sign-out overwrites the keys
// and drops everything that was read with them.

import { signal } from "@preact/signals";
import { type Api, makeApi } from "../api/calls.ts";
import type { DeskAnswer, StaffRow } from "../api/types.ts";
import { endWorkers } from "../argon.ts";
import type { Keyring } from "../vault/keyring.ts";
import { wipeDrafts } from "./drafts.ts";
import { type Lock, wipeLock } from "./lock-key.ts";
import { announcement, START, view } from "./view.ts";

export interface Me {
  staffId: string;
  name: string;
  displayName: string;
  role: number;
}

export interface Session {
  me: Me;
  desk: DeskAnswer;
  keyring: Keyring;
  lock: Lock;
}

export type Phase =
  | "loading"
  | "unreachable"
  | "not-set-up"
  | "invited"
  | "sign-in"
  | "open"
  | "alarm";

export const phase = signal<Phase>("loading");
export const demo = signal(false);
export const session = signal<Session | null>(null);
/** The name of what is wrong with the desk's keys; once set, nothing but a reload clears it. */
export const alarm = signal("");
/** Why the session that was here is over, where its owner did not end it: the door says so. */
export type Ended = "" | "lapsed" | "elsewhere" | "long" | "tries";
export const ended = signal<Ended>("");

/** The screen is covered, and what opens anything is sealed: see `lock.ts`. */
export const locked = signal(false);

let token: string | null = null;
let visit = 0;

/** For the live line: what it shows at each connect. */
export const currentToken = (): string | null => token;

type Keeper = (held: Session) => () => void;

const keepers = new Set<Keeper>();

/** What is typed may be sealed before a session that lapsed is wiped, and kept once it is. */
export const atLapse = (keep: Keeper): void => {
  keepers.add(keep);
};

/** The server does not know our token any more: everything is wiped, and the door says why. */
export function apiExpired(): void {
  const held = session.peek();
  if (held === null) return;
  const kept = [...keepers].map((keep) => keep(held));
  wipe();
  for (const after of kept) after();
  ended.value = "lapsed";
  phase.value = "sign-in";
}

export const api: Api = makeApi({
  fetch: (input, init) => fetch(input, init),
  token: () => token,
  // A late answer to a session of before says nothing about the present one.
  expired: (used) => {
    if (used === token) apiExpired();
  },
});

/** The calls of a session that is not this tab's yet, under its own token. */
export const apiWith = (own: string): Api =>
  makeApi({
    fetch: (input, init) => fetch(input, init),
    token: () => own,
    expired: () => undefined,
  });

/** Another number after each sign-out: what began before one must open nothing after it. */
export const currentVisit = (): number => visit;

/** This tab is the person's from now on. */
export function beginSession(next: Session, ownToken: string): void {
  token = ownToken;
  session.value = next;
  demo.value = next.desk.demo;
  ended.value = "";
  phase.value = "open";
}

/** The session, where a screen is only shown with one. */
export function open(): Session {
  const held = session.value;
  if (held === null) throw new Error("nobody is signed in");
  return held;
}

/** The display name of a staff member, or a short form of an id that the desk does not know. */
export function nameOf(staffId: string | null): string {
  if (staffId === null) return "";
  const row = session.value?.desk.staff.find((it: StaffRow) => it.staff_id === staffId);
  return row?.display_name ?? staffId.slice(0, 6);
}

type Leaving = (mine: Api) => Promise<unknown>;

const leavers = new Set<Leaving>();

/** What the server is told before a session ends. */
export const atSignOut = (leave: Leaving): void => {
  leavers.add(leave);
};

const wipers = new Set<() => void>();

/** Whoever keeps something that was read with the keys forgets it when memory is wiped. */
export const atWipe = (forget: () => void): void => {
  wipers.add(forget);
};

const forgetters = new Set<() => void>();

/** Whoever keeps something that was read with the keys, and can read it again, forgets it at a lock. */
export const atLock = (forget: () => void): void => {
  forgetters.add(forget);
};

export function forgetOpened(): void {
  for (const forget of forgetters) forget();
}

function wipe(): void {
  visit += 1;
  session.value?.keyring.wipe();
  if (session.value !== null) wipeLock(session.value.lock);
  session.value = null;
  token = null;
  ended.value = "";
  announcement.value = "";
  locked.value = false;
  endWorkers();
  wipeDrafts();
  for (const forget of wipers) forget();
  view.value = START;
}

async function leaveAll(mine: Api): Promise<unknown> {
  await Promise.allSettled([...leavers].map((leave) => leave(mine)));
  return mine.endSession();
}

/** Wipe memory, end the session on the server and show the sign-in screen, which says why. */
export async function endHere(why: Ended): Promise<void> {
  const ending = token === null ? Promise.resolve(null) : leaveAll(apiWith(token));
  wipe();
  ended.value = why;
  phase.value = "sign-in";
  await ending.catch(() => null);
}

export const signOut = (): Promise<void> => endHere("");

/** Keys do not fit: wipe memory and show the alarm, which stays until the page is loaded anew. */
export async function raiseAlarm(what: string): Promise<void> {
  const ending = token === null ? Promise.resolve(null) : api.endSession();
  wipe();
  alarm.value = what;
  phase.value = "alarm";
  await ending.catch(() => null);
}
