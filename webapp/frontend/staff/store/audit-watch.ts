// While somebody is signed in their browser follows the audit: at sign-in and every hour it asks
// whether the chain still holds the row that it saw last, and once a day one of them vouches for it.

import { effect, signal } from "@preact/signals";
import type { AuditPlace } from "../../lib/audit.ts";
import { fromB64, toB64 } from "../../lib/bytes.ts";
import { Problem } from "../api/http.ts";
import { followChain, type Links, signedAnchor } from "../vault/audit.ts";
import { type Keyring, KeysDoNotFit } from "../vault/keyring.ts";
import { browserPins } from "./pins.ts";
import { api, atWipe, phase, raiseAlarm, type Session, session } from "./session.ts";

const HOUR_MS = 3_600_000;
const INTERPRETER = 5;

/** How far this browser followed the chain since sign-in. */
export const followed = signal<AuditPlace | null>(null);

export const links: Links = async (after) => (await api.auditLinks(after)).links;

async function pinned(site: string): Promise<AuditPlace | null> {
  const pin = await browserPins.audit();
  if (pin === null || pin.site !== site) return null;
  return { number: pin.number, hash: fromB64(pin.hash) };
}

async function vouch(place: AuditPlace, keyring: Keyring): Promise<void> {
  try {
    await api.vouch(signedAnchor(place, keyring));
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason; // a colleague's browser was first, or nobody is in
  }
}

/** Follow the chain from the pin to its end, and vouch for it where that is due. */
export async function followAudit(held: Session): Promise<void> {
  const { site } = held.desk;
  // The pin is read first: what the server says afterwards must not lie behind it.
  const pin = await pinned(site);
  const answer = await api.auditHead();
  const head = await followChain(pin, answer, held.keyring, links);
  if (session.value?.keyring !== held.keyring) return; // signed out meanwhile: keys are wiped
  followed.value = head;
  await browserPins.keepAudit({ site, number: head.number, hash: toB64(head.hash) });
  if (answer.due) await vouch(head, held.keyring);
}

let ring: Keyring | null = null;
let timer: ReturnType<typeof setInterval> | undefined;

async function look(): Promise<void> {
  const held = session.value;
  if (held === null) return;
  try {
    await followAudit(held);
  } catch (reason) {
    // Without an answer nothing is known; the next hour asks again.
    if (reason instanceof KeysDoNotFit) await raiseAlarm(reason.what);
  }
}

function end(): void {
  clearInterval(timer);
  ring = null;
  followed.value = null;
}

/** Follow the audit of whoever is signed in, from now on. */
export function watchAudit(): void {
  effect(() => {
    const held = session.value;
    if (held === null || phase.value !== "open" || held.keyring === ring) return;
    clearInterval(timer);
    ring = held.keyring;
    if (held.me.role === INTERPRETER) return;
    timer = setInterval(() => void look(), HOUR_MS);
    queueMicrotask(() => void look());
  });
}

atWipe(end);
