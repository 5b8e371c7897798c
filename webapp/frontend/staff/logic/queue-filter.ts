// What is asked of the queue: routing labels only, combined. Held in memory, never in the address.

import type { QueueView } from "../api/calls.ts";
import type { Item } from "../api/types.ts";

export const LABELS = [
  "status",
  "category",
  "priority",
  "channel",
  "door",
  "language",
  "holder",
  "lane",
] as const;
const DAYS = ["first", "last"] as const;
const NAMES = [...LABELS, ...DAYS, "due", "reason"] as const;

/** Every label with what it must be; an empty text is anything. */
export type QueueFilter = Readonly<Record<(typeof NAMES)[number], string>>;

export const NO_FILTER: QueueFilter = {
  status: "",
  category: "",
  priority: "",
  channel: "",
  door: "",
  language: "",
  holder: "",
  first: "",
  last: "",
  due: "",
  lane: "",
  reason: "",
};

/** The labels that something is asked of, in their order. */
export const chosenOf = (filter: QueueFilter): (keyof QueueFilter)[] =>
  NAMES.filter((name) => filter[name] !== "");

/** The filter as a part of a call's address. */
export const askedBy = (filter: QueueFilter): string =>
  chosenOf(filter)
    .map((name) => `&${name}=${encodeURIComponent(filter[name])}`)
    .join("");

/** So many items of a filter the server counts. */
export const MOST_COUNTED = 500;

const TEXT = 40;

/** A filter that was kept: what is not one of its labels is left out. */
export function readFilter(kept: unknown): QueueFilter {
  const found = kept as Partial<Record<string, unknown>> | null | undefined;
  const text = (name: string): string => {
    const value = found?.[name];
    return typeof value === "string" && value.length <= TEXT ? value : "";
  };
  return Object.fromEntries(NAMES.map((name) => [name, text(name)])) as QueueFilter;
}

/** Whether a row may stand in this list: a server must not put another one under somebody's hand. */
export function fits(item: Item, tab: QueueView, filter: QueueFilter): boolean {
  const sameView = tab === "mine" || tab === "all" || item.status === tab;
  const same = LABELS.every((name) => filter[name] === "" || item[name] === filter[name]);
  const since = filter.first === "" || item.day >= filter.first;
  const why = filter.reason === "" || item.aside?.reason === filter.reason;
  return sameView && same && why && since && (filter.last === "" || item.day <= filter.last);
}
