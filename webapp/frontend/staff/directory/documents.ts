// One organisation whole. It comes with all others of its lot, so that whoever watches the calls
// does not see which of about sixty-four was opened.

import { signal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import { api, atLock, atWipe } from "../store/session.ts";
import { directory, entryById, refresh } from "./store.ts";
import type { Organisation } from "./types.ts";

const TOGETHER = 64;
const MOST_BITS = 16;

/** How many bits of a lot's number are told, so that about sixty-four documents come together. */
export function bitsFor(count: number): number {
  if (count < 2 * TOGETHER) return 0;
  return Math.min(MOST_BITS, Math.floor(Math.log2(count / TOGETHER)));
}

/** Documents that were opened in this tab, by id; each as new as its card said. */
export const opened = signal<ReadonlyMap<string, Organisation>>(new Map());

export function keep(...found: readonly Organisation[]): void {
  const next = new Map(opened.peek());
  for (const each of found) next.set(each.id, each);
  opened.value = next;
}

/** The organisation is in `opened`, at least as new as its card; null where there is none. */
export async function openOrganisation(id: string): Promise<Organisation | null> {
  await refresh();
  const entry = entryById(id);
  const held = opened.peek().get(id);
  if (entry === undefined) return held ?? null;
  if (held !== undefined && held.version >= entry.version) return held;
  const bits = bitsFor(directory.peek()?.entries.length ?? 0);
  // Only the bits that choose are said: the lot itself would name one of very few.
  const width = 2 ** (MOST_BITS - bits);
  const { organisations } = await api.organisations(entry.lot - (entry.lot % width), bits);
  keep(...organisations);
  return opened.peek().get(id) ?? null;
}

/** Where somebody else was first, theirs is what is shown from now on. */
export function keepTheirs(reason: unknown): void {
  if (reason instanceof Problem && reason.slug === "organisation-changed")
    keep(reason.body.current as Organisation);
}

const forget = (): void => {
  opened.value = new Map();
};

// Which ones were opened tells what was looked for.
atLock(forget);
atWipe(forget);
