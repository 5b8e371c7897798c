// The work on the desk's keys that nobody is asked for: a roster signed anew, the next epoch, seeds
// for who lacks them, containers' keys into the newest epoch, old epochs forgotten. Whichever browser
// of a supervisor is there does it; of two at once the server lets one win, and if one dies in between
// another goes on, since each step is one call that changes everything or nothing.

import { signal } from "@preact/signals";
import { fromB64 } from "../../lib/bytes.ts";
import { Problem } from "../api/http.ts";
import type { KeysDue } from "../api/types.ts";
import { hearing } from "../live/line.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { nextKey, rewrapped } from "../vault/rewrap.ts";
import {
  changedRoster,
  epochDue,
  epochSinceLeft,
  keysFor,
  makesEpochs,
  type Office,
  renewalDue,
  signsRosters,
} from "../vault/rosters.ts";
import { askDesk } from "./ask-desk.ts";
import { followDesk } from "./roster.ts";
import { api, atWipe, locked, phase, raiseAlarm, type Session, session } from "./session.ts";

export interface Progress {
  work: "epoch" | "renew" | "keys" | "containers" | "next";
  done: number;
  total: number;
}

/** What is being done at this moment, for the line in the desk. */
export const keeping = signal<Progress | null>(null);

const AGAIN_MS = 5 * 60_000;
/** Browsers that hear of a change together do not all begin in the same moment. */
const SPREAD_MS = 1_500;
const TRIES = 4;

const seconds = (): number => Math.floor(Date.now() / 1000);
const isStill = (held: Session): boolean => session.value?.keyring === held.keyring;

/** The desk as it is now, verified and followed. */
export async function office(held: Session): Promise<Office> {
  const desk = await askDesk(api);
  const chain = await followDesk(held, desk);
  return { desk, chain, keyring: held.keyring, now: seconds() };
}

export const isStale = (reason: unknown): boolean =>
  reason instanceof Problem && (reason.slug === "stale-roster" || reason.slug === "changed");

/** Sign the next roster if it is due; true where something was signed, by us or by who was first. */
async function signNext(held: Session, now: Office): Promise<boolean> {
  const { role } = held.me;
  const { chain, desk } = now;
  if (!signsRosters(role) || desk.roster_key_wrap === null) return false;
  const begins = makesEpochs(role) && epochDue(chain, now.now) !== "";
  if (!begins && !renewalDue(chain, now.now)) return false;
  keeping.value = { work: begins ? "epoch" : "renew", done: 0, total: 1 };
  try {
    const next = await changedRoster(now, chain.current.members, begins);
    await api.nextRoster(begins ? "epoch" : "renew", next);
  } catch (reason) {
    if (!isStale(reason)) throw reason;
  }
  return true;
}

async function handOne(now: Office, due: KeysDue): Promise<void> {
  const row = now.desk.staff.find((it) => it.staff_id === due.staff_id);
  if (row === undefined) return;
  const { role } = row;
  const person = { staffId: fromB64(row.staff_id), kemPublic: fromB64(row.kem_public), role };
  const { members } = now.chain.current;
  const keys = await keysFor(now, person, members, due.epochs, due.roster_key);
  if (keys.epoch_wraps.length > 0 || keys.roster_key_wrap !== null) {
    await api.handKeys(due.staff_id, keys);
  }
}

async function handKeys(held: Session, now: Office): Promise<void> {
  const due = now.desk.keys_due.filter((it) => it.staff_id !== held.me.staffId);
  for (const [done, each] of due.entries()) {
    if (!isStill(held)) return;
    keeping.value = { work: "keys", done, total: due.length };
    await handOne(now, each);
  }
}

/** Keys of cases, notes and replies go into the newest epoch, as far as this member opens them. */
async function moveContainers(held: Session): Promise<void> {
  let done = 0;
  let after = "";
  while (isStill(held)) {
    const { wraps, total } = await api.oldWraps(after);
    const last = wraps.at(-1);
    if (last === undefined) return;
    keeping.value = { work: "containers", done, total: done + total };
    const moved = wraps.map((row) => rewrapped(row, held.keyring)).filter((it) => it !== null);
    if (moved.length > 0) done += (await api.rewrap(moved)).moved;
    after = last.container_id;
  }
}

/** Whoever left knows the keys that were made before: what is written next goes under new ones. */
async function renewContainers(held: Session, since: number): Promise<void> {
  let done = 0;
  let after = "";
  while (isStill(held)) {
    const { containers } = await api.madeBefore(since, after);
    const last = containers.at(-1);
    if (last === undefined) return;
    keeping.value = { work: "next", done, total: done + containers.length };
    done += (await api.nextKeys(containers.map((row) => nextKey(row, held.keyring)))).made;
    after = last.container_id;
  }
}

async function forgetOld(held: Session): Promise<void> {
  const { epochs_unused: unused } = await askDesk(api);
  for (const epoch of unused) {
    if (!isStill(held)) return;
    await api.forgetEpoch(epoch).catch((reason) => {
      // A colleague's browser was first, or something came in between: it is asked again later.
      if (!(reason instanceof Problem)) throw reason;
    });
  }
}

async function round(held: Session): Promise<void> {
  let now = await office(held);
  for (let tries = 0; tries < TRIES && isStill(held); tries += 1) {
    if (!(await signNext(held, now))) break;
    now = await office(held);
  }
  if (!makesEpochs(held.me.role) || !isStill(held)) return;
  await handKeys(held, now);
  if (now.desk.old_wraps > 0) await moveContainers(held);
  const since = epochSinceLeft(now.chain);
  if (since > 0 && since <= held.keyring.epoch) await renewContainers(held, since);
  if (now.desk.epochs.length > 1) await forgetOld(held);
}

let running: Promise<void> | null = null;
let again = false;

async function run(): Promise<void> {
  do {
    again = false;
    const held = session.value;
    if (held === null || locked.peek()) return; // unlocking begins anew
    try {
      await round(held);
    } catch (reason) {
      // Whatever did not work is tried again in a few minutes; keys that do not fit are an alarm.
      if (reason instanceof KeysDoNotFit && isStill(held)) await raiseAlarm(reason.what);
    } finally {
      keeping.value = null;
    }
  } while (again);
}

/** Look whether something is due, and do it; while that goes on, once more afterwards. */
export function keepKeys(): Promise<void> {
  again = running !== null;
  running ??= run().finally(() => {
    running = null;
  });
  return running;
}

let timer: ReturnType<typeof setTimeout> | undefined;

function later(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (phase.value !== "open") return;
    void keepKeys().finally(() => later(AGAIN_MS));
  }, ms);
}

let ring: Session["keyring"] | null = null;

/** From now on the keys are looked after whenever somebody is signed in. */
export function keepKeysAlways(): void {
  session.subscribe((held) => {
    if (held === null || held.keyring === ring) return;
    ring = held.keyring;
    later(0);
  });
  hearing("desk", () => later(Math.random() * SPREAD_MS));
}

atWipe(() => {
  clearTimeout(timer);
  ring = null;
  keeping.value = null;
});
