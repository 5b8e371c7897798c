// Cards as the server sends them, with what a test needs to say only.

import type {
  CardRow,
  HoursRow,
  PlaceRow,
  ServiceRow,
} from "../../../../webapp/frontend/staff/directory/types.ts";
import {
  type Entry,
  entryOf,
  rankByName,
} from "../../../../webapp/frontend/staff/logic/directory/entries.ts";

export interface Told {
  name?: string;
  kind?: string;
  verifiedOn?: string;
  other?: string;
  services?: ServiceRow[];
  places?: PlaceRow[];
  hours?: HoursRow[];
  unsure?: number;
}

export interface ServiceTold {
  name?: string;
  words?: string;
  ages?: [number | null, number | null];
  cost?: number;
  statuses?: string[];
  languages?: string[];
  status?: string;
  areas?: string;
}

export function service(it: ServiceTold = {}): ServiceRow {
  const [minimum, maximum] = it.ages ?? [null, null];
  const { name = "Shelter", words = "", cost = 0, statuses = [], languages = [] } = it;
  const { status = "active", areas = "" } = it;
  return [name, words, minimum, maximum, cost, statuses, languages, status, areas];
}

export const place = (
  city: string,
  latitude: number | null,
  longitude: number | null,
  state = "",
  postcode = "",
): PlaceRow => [city, state, postcode, latitude, longitude, []];

export function card(id: string, it: Told = {}): CardRow {
  const { name = id, kind = "other", verifiedOn = "", other = "" } = it;
  const { services = [service()], places = [], hours = [], unsure = 0 } = it;
  return [id, 7, 1, name, kind, verifiedOn, other, services, places, hours, unsure];
}

export function entries(told: Record<string, Told>): Entry[] {
  const all = Object.entries(told).map(([id, it]) => entryOf(card(id, it)));
  return rankByName(all.filter((it) => it !== null));
}
