// Every case by its card, in this tab's memory only: read newest first, searched here, gone at the lock.

import { signal } from "@preact/signals";
import MiniSearch from "minisearch";
import type { CardRow } from "../api/card-calls.ts";
import { type Card, cardIn } from "../logic/case-card.ts";
import { wordsOf } from "../logic/directory/fold.ts";
import { weightOf } from "../logic/name-marks.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import { openContainer } from "../vault/container.ts";
import { readRevision, wordsOfRow } from "../vault/read-records.ts";

export interface IndexedCase {
  id: string;
  number: string;
  status: string;
  day: string;
  /** Null where the case has no card, or one that does not open. */
  card: Card | null;
}

interface Held extends IndexedCase {
  row: CardRow;
  /** Whether its author's signature holds; null until somebody would see it. */
  sound: boolean | null;
}

export interface Progress {
  read: number;
  total: number;
  done: boolean;
}

/** Cards that are opened before the page may do something else. */
const AT_ONCE = 20;
const SHOWN = 50;
/** How far a word may be from what is typed, as a part of its length. */
const ALIKE = 0.2;

const fresh = () =>
  new MiniSearch<{ id: string; title: string; words: string; number: string }>({
    fields: ["number", "title", "words"],
    tokenize: wordsOf,
    processTerm: (word) => word,
    searchOptions: {
      boost: { title: 3, number: 5 },
      prefix: true,
      fuzzy: ALIKE,
      combineWith: "AND",
    },
  });

let index = fresh();
const cases = new Map<string, Held>();
let filling: Promise<void> | null = null;
/** Another one after each lock and sign-out: what was on its way belongs to the one before. */
let generation = 0;

export const progress = signal<Progress>({ read: 0, total: 0, done: false });

function put(row: CardRow): void {
  const before = cases.get(row.case_id);
  const same = before?.row.card?.hash === row.card?.hash && before?.row.status === row.status;
  if (same && before?.card != null) return;
  const { keyring } = open();
  const container = openContainer(row.case_id, row.wraps, keyring);
  const card = row.card === null ? null : cardIn(wordsOfRow(row.card, container, keyring));
  const { case_id: id, number, status, day } = row;
  cases.set(id, { id, number, status, day, card, row, sound: null });
  const found = { id, number, title: card?.title ?? "", words: card?.words ?? "" };
  if (before === undefined) index.add(found);
  else index.replace(found);
}

/** Signatures take longest, so they are checked where somebody is about to read the words. */
function isSound(held: Held): boolean {
  if (held.row.card === null) return true;
  if (held.sound === null) {
    const { keyring } = open();
    const container = openContainer(held.id, held.row.wraps, keyring);
    held.sound = readRevision(held.row.card, container, keyring).problems.length === 0;
  }
  return held.sound;
}

const breath = (): Promise<void> => new Promise((later) => setTimeout(later, 0));

/** The case was deleted: this tab knows nothing of it any more. */
export function dropCase(id: string): void {
  if (cases.delete(id)) index.discard(id);
}

/** A case keeps its day and its id, so whoever went through all of them saw each that is there. */
function dropOthers(seen: ReadonlySet<string>): void {
  for (const id of [...cases.keys()]) if (!seen.has(id)) dropCase(id);
}

/** One page is read; false where the desk was locked meanwhile. */
async function putPage(rows: readonly CardRow[], total: number, mine: number): Promise<boolean> {
  for (const [at, row] of rows.entries()) {
    if (mine !== generation) return false;
    put(row);
    if (at % AT_ONCE === AT_ONCE - 1) {
      progress.value = { read: cases.size, total, done: false };
      await breath();
    }
  }
  return mine === generation;
}

async function fill(mine: number): Promise<void> {
  const seen = new Set<string>();
  for (let after = ""; ; ) {
    const { cards, total } = await api.caseCards(after);
    if (!(await putPage(cards, total, mine))) return;
    for (const { case_id } of cards) seen.add(case_id);
    const last = cards.at(-1);
    if (last === undefined) dropOthers(seen);
    progress.value = { read: cases.size, total, done: last === undefined };
    if (last === undefined) return;
    after = `${last.day}.${last.case_id}`;
  }
}

/** Every case is here, as it is now; of several who ask at once one reads. */
export function fillIndex(): Promise<void> {
  if (filling !== null) return filling;
  const begun = fill(generation).finally(() => {
    if (filling === begun) filling = null;
  });
  filling = begun;
  return begun;
}

/** The cases that hold every typed word, or something like it, the best first. */
export function searchCases(typed: string): IndexedCase[] {
  if (wordsOf(typed).length === 0) return [];
  return index
    .search(typed)
    .slice(0, SHOWN)
    .flatMap(({ id }) => cases.get(id as string) ?? [])
    .filter(isSound);
}

/** The newest cases, as far as they were read. */
export function newestCases(count: number): IndexedCase[] {
  return [...cases.values()]
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
    .slice(0, count)
    .filter(isSound);
}

/** The title of a case that was read, where its author's signature holds; else "". */
export function titleOfCase(id: string): string {
  const held = progress.value.read > 0 ? cases.get(id) : undefined;
  return held !== undefined && isSound(held) ? (held.card?.title ?? "") : "";
}

export interface Alike {
  found: IndexedCase;
  marks: string[];
}

/** Other cases that share a mark with these, first those whose marks say most. */
export function casesAlike(id: string, marks: readonly string[]): Alike[] {
  const wanted = new Set(marks);
  const alike = [...cases.values()].flatMap((found) => {
    const shared = found.id === id ? [] : (found.card?.marks.filter((it) => wanted.has(it)) ?? []);
    return shared.length > 0 && isSound(found) ? [{ found, marks: shared }] : [];
  });
  return alike.sort((a, b) => weightOf(b.marks) - weightOf(a.marks)).slice(0, SHOWN);
}

/** The cases that were opened on days that begin with this: a month or a year. */
export const openedIn = (time: string): string[] =>
  [...cases.values()].filter(({ day }) => day.startsWith(time)).map(({ id }) => id);

/** Cases that no browser made a card of yet. */
export const withoutCard = (): string[] =>
  [...cases.values()].filter(({ row }) => row.card === null).map(({ id }) => id);

function forget(): void {
  generation += 1;
  filling = null;
  index = fresh();
  cases.clear();
  progress.value = { read: 0, total: 0, done: false };
}

atLock(forget);
atWipe(forget);
