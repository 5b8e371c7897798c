// The search: all in this browser's memory, over every organisation at once, so that nobody else
// learns what is looked for. What an organisation does not say does not exclude it; it comes later.

import { dayOf } from "../time.ts";
import type { Entry, SearchedService } from "./entries.ts";
import { wordsOf } from "./fold.ts";
import { clocksAt, isOpen, type WallClock } from "./open-now.ts";
import { distance, type KnownPlace } from "./places.ts";

export interface Query {
  words: string;
  kind: string;
  language: string;
  /** Years; null for any. */
  age: number | null;
  status: string;
  free: boolean;
  open: boolean;
  /** Only those that nobody checked for a year. */
  stale: boolean;
  place: KnownPlace | null;
  /** Kilometres around the place. */
  within: number;
}

export const NOTHING: Query = {
  words: "",
  kind: "",
  language: "",
  age: null,
  status: "",
  free: false,
  open: false,
  stale: false,
  place: null,
  within: 40,
};

export type Unsaid = "age" | "status" | "cost" | "hours";

export interface Hit {
  entry: Entry;
  /** How far the nearest of its places is; null where no place was asked for, or none is known. */
  km: number | null;
  /** It is offered in the place that was asked for, without being there. */
  covers: boolean;
  /** What was asked for and it says nothing about. */
  unsaid: readonly Unsaid[];
}

const STALE_DAYS = 365;
const DAY_MS = 86_400_000;

/** Whether nobody checked it within a year of `today`; what was never checked is stale. */
export function isStale(verifiedOn: string, today: string): boolean {
  if (verifiedOn === "") return true;
  return Date.parse(today) - Date.parse(verifiedOn) > STALE_DAYS * DAY_MS;
}

/** What a service says to one thing that is asked: yes, no, or nothing. */
type Says = "yes" | "no" | "nothing";

function toAge({ minimum, maximum }: SearchedService, age: number): Says {
  if (minimum === null && maximum === null) return "nothing";
  return age >= (minimum ?? 0) && age <= (maximum ?? 999) ? "yes" : "no";
}

function toStatus({ statuses }: SearchedService, status: string): Says {
  if (statuses.length === 0) return "nothing";
  return statuses.includes(status) || statuses.includes("any") ? "yes" : "no";
}

const COSTS: readonly Says[] = ["nothing", "yes", "no"];

const NONE: Unsaid[] = [];

/** What a service leaves open of a query; null where it says no. */
function unsaidBy(service: SearchedService, query: Query): Unsaid[] | null {
  if (query.language !== "" && !service.languages.includes(query.language)) return null;
  const age = query.age === null ? "yes" : toAge(service, query.age);
  const status = query.status === "" ? "yes" : toStatus(service, query.status);
  const cost = query.free ? COSTS[service.cost] : "yes";
  if (age === "no" || status === "no" || cost === "no") return null;
  if (age === "yes" && status === "yes" && cost === "yes") return NONE;
  const said = { age, status, cost };
  return (["age", "status", "cost"] as const).filter((what) => said[what] !== "yes");
}

function best(services: readonly SearchedService[], query: Query): Unsaid[] | null {
  let found: Unsaid[] | null = null;
  for (const service of services) {
    const open = unsaidBy(service, query);
    if (open !== null && (found === null || open.length < found.length)) found = open;
    if (found?.length === 0) break;
  }
  return found;
}

interface Where {
  km: number | null;
  covers: boolean;
}

function where(entry: Entry, place: KnownPlace, within: number): Where | null {
  let nearest: number | null = null;
  for (const { latitude, longitude } of entry.places) {
    if (latitude === null || longitude === null) continue;
    const km = distance(place.latitude, place.longitude, latitude, longitude);
    if (nearest === null || km < nearest) nearest = km;
  }
  if (nearest !== null && nearest <= within) return { km: nearest, covers: false };
  const here = place.city.trim() !== "" ? place.city : null;
  const state = place.state.trim() !== "" ? place.state : null;
  const names = entry.services.some(
    ({ areas }) =>
      (here !== null && areas.includes(here)) || (state !== null && areas.includes(state)),
  );
  return names ? { km: nearest, covers: true } : null;
}

const ANYWHERE: Where = { km: null, covers: false };

/** A query made ready once for all organisations. */
interface Ready {
  query: Query;
  words: readonly string[];
  clock: (zone: string | number) => WallClock | null;
  today: string;
}

function isNamed({ hay, kind, verifiedOn }: Entry, { query, words, today }: Ready): boolean {
  if (query.kind !== "" && kind !== query.kind) return false;
  if (query.stale && !isStale(verifiedOn, today)) return false;
  return words.every((word) => hay.includes(word));
}

function hitOf(entry: Entry, ready: Ready): Hit | null {
  const { query, clock } = ready;
  if (!isNamed(entry, ready)) return null;
  const there = query.place === null ? ANYWHERE : where(entry, query.place, query.within);
  if (there === null) return null;
  const unsaid = best(entry.services, query);
  if (unsaid === null) return null;
  const open = query.open ? isOpen(entry.hours, entry.unsure, clock) : true;
  if (open === false) return null;
  const { km, covers } = there;
  return { entry, km, covers, unsaid: open === null ? [...unsaid, "hours"] : unsaid };
}

/** Every organisation that fits, the surest and nearest first. */
export function search(entries: Iterable<Entry>, query: Query, now: Date, zone: string): Hit[] {
  const words = wordsOf(query.words).map((word) => ` ${word}`);
  const ready = { query, words, clock: clocksAt(now, zone), today: dayOf(now) };
  const hits: Hit[] = [];
  for (const entry of entries) {
    const hit = hitOf(entry, ready);
    if (hit !== null) hits.push(hit);
  }
  return hits.sort(query.stale ? byAge : byFit);
}

const FAR = 1e9;

function byFit(a: Hit, b: Hit): number {
  if (a.unsaid.length !== b.unsaid.length) return a.unsaid.length - b.unsaid.length;
  if (a.covers !== b.covers) return a.covers ? 1 : -1;
  const nearer = (a.km ?? FAR) - (b.km ?? FAR);
  return nearer || a.entry.rank - b.entry.rank;
}

/** What was never checked, then what was checked longest ago. */
function byAge(a: Hit, b: Hit): number {
  const [one, other] = [a.entry.verifiedOn, b.entry.verifiedOn];
  if (one !== other) return one < other ? -1 : 1;
  return a.entry.rank - b.entry.rank;
}
