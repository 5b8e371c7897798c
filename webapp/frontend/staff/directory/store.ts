// The directory in this tab's memory: all cards once after unlocking, later only what changed.
// It is public and stays over a lock; what is looked for is not, and goes.

import { batch, computed, signal } from "@preact/signals";
import { type Entry, entryOf, rankByName } from "../logic/directory/entries.ts";
import { type Gazetteer, gazetteer, type Unit, unitOf } from "../logic/directory/places.ts";
import { NOTHING, type Query } from "../logic/directory/search.ts";
import { api, atLock, atWipe, currentVisit } from "../store/session.ts";

export interface Directory {
  serial: number;
  zone: string;
  unit: Unit;
  /** In the order of names. */
  entries: readonly Entry[];
}

/** The query as it is typed: the place by name, and how far around it in the reader's unit. */
export interface Typed extends Omit<Query, "place" | "within"> {
  place: string;
  within: number;
}

export const FRESH: Typed = { ...NOTHING, place: "", within: 25 };

export const directory = signal<Directory | null>(null);
/** How many cards have arrived while they are fetched for the first time. */
export const arriving = signal(0);
export const typed = signal<Typed>(FRESH);
export const page = signal(0);

export const places = computed<Gazetteer>(() => gazetteer(directory.value?.entries ?? []));

const byId = computed(() => new Map(directory.value?.entries.map((entry) => [entry.id, entry])));

/** The card of an organisation; none where it is not in the directory. */
export const entryById = (id: string): Entry | undefined => byId.value.get(id);

let loading: Promise<void> | null = null;

/** Everything that changed since the last time is here; of several who ask at once one fetches. */
export function refresh(): Promise<void> {
  loading ??= fetchChanges().finally(() => {
    loading = null;
    arriving.value = 0;
  });
  return loading;
}

async function fetchChanges(): Promise<void> {
  const visit = currentVisit();
  const before = directory.peek();
  const since = before?.serial ?? 0;
  const known = new Map(before?.entries.map((entry) => [entry.id, entry]));
  let [serial, after, changed] = [-1, "", before === null];
  for (;;) {
    const answer = await api.cards(since, after);
    if (visit !== currentVisit()) return;
    // What changes between two pages is asked for again by the next refresh.
    if (serial < 0) serial = answer.serial;
    for (const card of answer.cards) {
      const entry = entryOf(card);
      changed = true;
      if (entry === null) known.delete(card[0]);
      else known.set(entry.id, entry);
    }
    arriving.value = known.size;
    if (answer.last !== null) {
      after = answer.last;
      continue;
    }
    const entries = changed ? rankByName(known.values()) : (before?.entries ?? []);
    const { zone, country } = answer;
    directory.value = { serial, zone, unit: unitOf(country), entries };
    return;
  }
}

function forgetSearch(): void {
  batch(() => {
    typed.value = FRESH;
    page.value = 0;
  });
}

atLock(forgetSearch);
atWipe(() => {
  forgetSearch();
  directory.value = null;
});
