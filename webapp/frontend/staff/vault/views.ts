// Saved views of the queue: a name and a filter, sealed, on a shelf that the server gives to one person.

import type { RepliesAnswer } from "../api/live-types.ts";
import type { NewContainerIn, SignedRecord } from "../api/types.ts";
import { textOf } from "../logic/answers.ts";
import { type QueueFilter, readFilter } from "../logic/queue-filter.ts";
import { newContainer, newId, openContainer, sealRevision } from "./container.ts";
import type { Keyring } from "./keyring.ts";
import {
  type Container,
  type Inner,
  isBroken,
  type ReadRevision,
  readRecords,
} from "./read-records.ts";

export interface ViewWords {
  name: string;
  filter: QueueFilter;
  /** The list that it is a view of. */
  tab: string;
  /** Lower comes first; two of the same place by their names. */
  place: number;
  removed?: boolean;
}

export interface SavedView extends ViewWords {
  id: string;
  current: ReadRevision;
}

export interface ViewShelf {
  /** Null before the first view. */
  container: Container | null;
  views: readonly SavedView[];
  /** How many could not be read or were signed by somebody else. */
  broken: number;
}

const placeOf = (inner: Inner): number =>
  typeof inner.place === "number" && Number.isFinite(inner.place) ? inner.place : 0;

const inOrder = (one: SavedView, other: SavedView): number =>
  one.place - other.place || one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1);

/** The shelf in words: only what this very person signed. */
export function openViews(answer: RepliesAnswer, me: string, keyring: Keyring): ViewShelf {
  if (answer.container_id === null) return { container: null, views: [], broken: 0 };
  const container = openContainer(answer.container_id, answer.wraps, keyring);
  const records = readRecords(answer.records, container, keyring);
  const holding = records.filter(
    (it) => !isBroken(it) && it.current.inner?.t === "saved_view" && it.current.staffId === me,
  );
  const views = holding
    .filter(({ current }) => current.inner?.removed !== true)
    .map(({ id, current }): SavedView => {
      const inner = current.inner ?? {};
      const [name, tab] = [textOf(inner, "name"), textOf(inner, "tab")];
      return { id, name, tab, filter: readFilter(inner.filter), place: placeOf(inner), current };
    });
  return { container, views: views.sort(inOrder), broken: records.length - holding.length };
}

/** A new view, or the next version of one; the first of all brings its container. */
export function sealView(
  shelf: ViewShelf,
  replaces: SavedView | null,
  words: ViewWords,
  at: string,
  keyring: Keyring,
): { container: NewContainerIn | null; record: SignedRecord } {
  const fresh = shelf.container === null ? newContainer(keyring) : null;
  const container = shelf.container ?? fresh;
  if (container === null) throw new Error("no container");
  const { name, filter, tab, place, removed } = words;
  const inner = { t: "saved_view", at, name, filter, tab, place, ...(removed ? { removed } : {}) };
  const id = replaces?.id ?? newId();
  const record = sealRevision(container, id, replaces?.current ?? null, inner, keyring);
  return {
    container: fresh === null ? null : { container_id: fresh.id, wrap: fresh.wrap },
    record,
  };
}
