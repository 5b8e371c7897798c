// Somebody who was asked onto staff, or lost every device, in their own browser: from the link to keys
// that nobody else has seen. Nothing of it is kept but the device key, and that only if they wish.

import { signal } from "@preact/signals";
import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { deviceKeyWords } from "../../lib/devicekey.ts";
import type { StaffFactors } from "../../lib/staff.ts";
import { Problem } from "../api/http.ts";
import type { NewKeys, OpenedInvite, Shown } from "../api/people-calls.ts";
import { stretch } from "../argon.ts";
import { Told } from "../ui/explain.ts";
import { freshKeys, type Link, linkIn, makeOwnKeys, proofOf } from "../vault/invitation.ts";
import { drawPassphrase } from "../vault/passphrase.ts";
import { browserPins } from "./pins.ts";
import { api, phase } from "./session.ts";

export interface Card {
  /** Null where they keep their own. */
  passphrase: string | null;
  deviceWords: string[];
}

/** What whoever has the link and the code was asked to be. */
export const asked = signal<OpenedInvite | null>(null);
/** Shown once, to be written down. */
export const card = signal<Card | null>(null);
/** The words to read out once the keys are with the desk. */
export const ownWords = signal<string[]>([]);

/** The link is for somebody on staff who lost every device. */
export const lost = signal(false);

let link: Link | null = null;
let shown: Shown | null = null;
let second: Uint8Array = new Uint8Array(32);
let factors: StaffFactors | null = null;
/** Made once: after a lost answer the same keys are sent again. */
let made: { keys: NewKeys; words: string[] } | null = null;

/** Whether this page was opened with an invite's link; the address forgets it at once. */
export function invited(): boolean {
  const found = linkIn(location.hash);
  if (found !== null) {
    begin();
    link = found;
    lost.value = found.staffId !== null;
    history.replaceState(history.state, "", location.pathname);
  }
  return link !== null;
}

/** A link that is opened in a tab which is at the desk's door already changes only the fragment. */
export function followInvites(): void {
  window.addEventListener("hashchange", () => {
    if (invited() && phase.value === "sign-in") phase.value = "invited";
  });
}

/** Nothing of an earlier link in this tab is left: its keys are somebody else's. */
function begin(): void {
  link = null;
  shown = null;
  factors = null;
  made = null;
  second.fill(0);
  asked.value = null;
  card.value = null;
  ownWords.value = [];
  lost.value = false;
}

function given(): Link {
  if (link === null) throw new Told("error.invite-unknown");
  return link;
}

async function open(next: Shown): Promise<void> {
  try {
    asked.value = await api.openInvite(next);
  } catch (reason) {
    if (reason instanceof Problem && reason.status === 429)
      throw new Told("sign-in.wait", { n: Number(reason.body.wait) });
    throw reason;
  }
  shown = next;
}

const wordsOfSecond = (): string[] => deviceKeyWords(second).split(" ");

/** The code was spoken: who am I asked to be? Passphrase and device key are drawn for the card. */
export async function openInvite(code: string): Promise<void> {
  await open({ proof: toB64(proofOf(given().secret)), code, again: null });
  second = randomBytes(32);
  card.value = { passphrase: drawPassphrase(), deviceWords: wordsOfSecond() };
}

/** The same with the passphrase that is mine already; only the device key is drawn. */
export async function openLost(code: string, passphrase: string): Promise<void> {
  const { secret, staffId } = given();
  const { site } = await api.site();
  if (site === null || staffId === null) throw new Told("error.not-set-up");
  second = randomBytes(32);
  const seconds = { second: second.slice(), site: fromB64(site), staffId };
  const both = await stretch({ passphrase, ...seconds });
  both.guard.fill(0);
  await open({ proof: toB64(proofOf(secret)), code, again: toB64(both.again) });
  factors = both;
  card.value = { passphrase: null, deviceWords: wordsOfSecond() };
}

async function makeKeys(who: OpenedInvite, passphrase: string | null) {
  const { staffId } = given();
  const place = { site: fromB64(who.site), role: who.role };
  if (staffId !== null && factors !== null) return freshKeys({ ...place, staffId }, factors);
  return makeOwnKeys({ ...place, passphrase: passphrase ?? "", second }, stretch);
}

/** The card is written down: the keys are made here, and their public halves go to the desk. */
export async function bringKeys(remember: boolean): Promise<void> {
  const who = asked.value;
  const written = card.value;
  if (who === null || written === null || shown === null) return;
  made ??= await makeKeys(who, written.passphrase);
  const { keys, words } = made;
  await api.bringKeys(shown, keys);
  if (remember) await browserPins.keepDevice(who.name, second.slice());
  card.value = null;
  second.fill(0);
  factors = null;
  made = null;
  ownWords.value = words;
}

/** Whether an administrator has signed by now. */
export async function isIn(): Promise<boolean> {
  return (await api.inviteState(toB64(proofOf(given().secret)))).state === "in";
}

/** To the desk's door, where passphrase and new device key open. */
export function toSignIn(): void {
  begin();
  phase.value = "sign-in";
}
