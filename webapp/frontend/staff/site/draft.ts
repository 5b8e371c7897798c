// The draft of the settings: it stays while its author looks at other screens, and is forgotten with
// the session. Nothing of it applies before it is published.

import { signal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import { api, atWipe } from "../store/session.ts";
import type { SiteBody, SiteSettings, Version } from "./types.ts";

export interface Draft {
  /** What applies now, as far as this desk knows. */
  known: SiteSettings;
  body: SiteBody;
  /** The newest version when the draft began. */
  basedOn: number;
}

export type Place = "edit" | "preview";

export const draft = signal<Draft | null>(null);
export const place = signal<Place>("edit");
/** Somebody else published first: their version, until both have been looked at. */
export const theirs = signal<Version | null>(null);
/** The fields that the server refused, as paths. */
export const wrong = signal<readonly string[]>([]);

function forget(): void {
  draft.value = null;
  theirs.value = null;
  wrong.value = [];
  place.value = "edit";
}

atWipe(forget);

/** Begin with what applies now. */
export async function load(): Promise<void> {
  const known = await api.siteSettings();
  forget();
  draft.value = { known, body: known.body, basedOn: known.number };
}

/** Change a part of the draft. */
export function edit(change: Partial<SiteBody>): void {
  const held = draft.value;
  if (held !== null) draft.value = { ...held, body: { ...held.body, ...change } };
  wrong.value = [];
}

/** The server's word on the draft: fields that it refuses are marked, and editing goes on. */
export function refused(reason: unknown): void {
  if (!(reason instanceof Problem)) return;
  const { fields, newest } = reason.body;
  if (reason.status === 422 && Array.isArray(fields)) {
    wrong.value = fields.map(String);
    place.value = "edit";
  }
  if (reason.slug === "settings-changed" && newest !== null) theirs.value = newest as Version;
}

/** Whether the server refused this field, or something in it. */
export const isWrong = (path: string): boolean =>
  wrong.value.some((it) => it === path || it.startsWith(`${path}.`));

export async function publish(): Promise<void> {
  const held = draft.value;
  if (held === null) return;
  await api.publishSite(held.body, held.basedOn);
  await load();
}

/** An old version becomes the draft; going back is publishing it anew. */
export async function startFrom(number: number): Promise<void> {
  const { body } = await api.siteVersion(number);
  edit(body);
}

/** Both versions were looked at: what was chosen is the draft that follows theirs. */
export function settle(body: SiteBody, after: Version): void {
  const held = draft.value;
  if (held === null) return;
  const known = { ...held.known, number: after.number, body: after.body };
  draft.value = { known, body, basedOn: after.number };
  theirs.value = null;
}
