// Where the setup is, and what it holds meanwhile: memory of this page, gone with a reload.

import { signal } from "@preact/signals";
import { drawOffice, type NewSite, type Office, rootKeyOf, wipeOffice } from "./ceremony.ts";

export type Step =
  | "loading"
  | "unreachable"
  | "exists"
  | "start"
  | "file"
  | "root"
  | "recovery"
  | "you"
  | "card"
  | "sending"
  | "lost"
  | "code"
  | "failed"
  | "taken"
  | "done";

export const step = signal<Step>("loading");
/** What stands here already is a demonstration. */
export const demo = signal(false);
/** Why it failed, in words. */
export const failure = signal("");

interface Held {
  code: string;
  office: Office | null;
  rootVk: Uint8Array | null;
  device: Uint8Array | null;
  name: string;
  displayName: string;
  passphrase: string;
  /** What is sent, and sent again as it is. */
  body: NewSite | null;
}

const nothing = (): Held => ({
  code: "",
  office: null,
  rootVk: null,
  device: null,
  name: "",
  displayName: "",
  passphrase: "",
  body: null,
});

export let held: Held = nothing();

/** New keys for a new site; the code is right as far as the server says. */
export function beginWith(code: string): void {
  const office = drawOffice();
  held = { ...nothing(), code, office, rootVk: rootKeyOf(office) };
  step.value = "root";
}

/** What was made elsewhere, as its file says. */
export function takeFile(body: NewSite, rootVk: Uint8Array): void {
  held = { ...nothing(), body, rootVk, name: body.staff[0]?.name ?? "" };
}

/** The body is made: no key and no passphrase stays here. */
export function keepOnly(body: NewSite): void {
  if (held.office !== null) wipeOffice(held.office);
  held.device?.fill(0);
  held = { ...nothing(), code: held.code, rootVk: held.rootVk, name: held.name, body };
}

/** Whether something would be lost with this page. */
export const anythingHeld = (): boolean =>
  (held.office !== null || held.body !== null) && step.value !== "done" && step.value !== "taken";
