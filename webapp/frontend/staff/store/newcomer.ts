// Somebody who was asked onto staff, in their own browser: from the link to keys that nobody else has
// seen. Nothing of it is kept but the device key, and that only if they wish.

import { signal } from "@preact/signals";
import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { deviceKeyWords } from "../../lib/devicekey.ts";
import type { OpenedInvite } from "../api/people-calls.ts";
import { stretch } from "../argon.ts";
import { Told } from "../ui/explain.ts";
import { makeOwnKeys, proofOf, secretIn } from "../vault/invitation.ts";
import { drawPassphrase } from "../vault/passphrase.ts";
import { browserPins } from "./pins.ts";
import { api, phase } from "./session.ts";

export interface Card {
  passphrase: string;
  deviceWords: string[];
}

/** What whoever has the link and the code was asked to be. */
export const asked = signal<OpenedInvite | null>(null);
/** Shown once, to be written down. */
export const card = signal<Card | null>(null);
/** The words to read out once the keys are with the desk. */
export const ownWords = signal<string[]>([]);

let secret: Uint8Array | null = null;
let code = "";
let second: Uint8Array = new Uint8Array(32);

/** Whether this page was opened with an invite's link; the address forgets it at once. */
export function invited(): boolean {
  const found = secretIn(location.hash);
  if (found !== null) {
    secret = found;
    history.replaceState(history.state, "", location.pathname);
  }
  return secret !== null;
}

/** A link that is opened in a tab which is at the desk's door already changes only the fragment. */
export function followInvites(): void {
  window.addEventListener("hashchange", () => {
    if (invited() && phase.value === "sign-in") phase.value = "invited";
  });
}

function proof(): string {
  if (secret === null) throw new Told("error.invite-unknown");
  return toB64(proofOf(secret));
}

/** The code was spoken: who am I asked to be? Passphrase and device key are drawn for the card. */
export async function openInvite(spoken: string): Promise<void> {
  asked.value = await api.openInvite(proof(), spoken);
  code = spoken;
  second = randomBytes(32);
  const deviceWords = deviceKeyWords(second).split(" ");
  card.value = { passphrase: drawPassphrase(), deviceWords };
}

/** The card is written down: the keys are made here, and their public halves go to the desk. */
export async function bringKeys(remember: boolean): Promise<void> {
  const who = asked.value;
  const written = card.value;
  if (who === null || written === null) return;
  const given = { site: fromB64(who.site), role: who.role, passphrase: written.passphrase, second };
  const { keys, words } = await makeOwnKeys(given, stretch);
  await api.bringKeys(proof(), code, keys);
  if (remember) await browserPins.keepDevice(who.name, second.slice());
  card.value = null;
  second.fill(0);
  ownWords.value = words;
}

/** Whether an administrator has signed by now. */
export async function isIn(): Promise<boolean> {
  return (await api.inviteState(proof())).state === "in";
}

/** To the desk's door, where the new passphrase and device key open. */
export function toSignIn(): void {
  secret = null;
  code = "";
  asked.value = null;
  card.value = null;
  ownWords.value = [];
  phase.value = "sign-in";
}
