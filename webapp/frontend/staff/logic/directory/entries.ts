// Cards as a search holds them in memory: words folded once, languages as codes.

import type { CardRow, HoursRow, PlaceRow, ServiceRow } from "../../directory/types.ts";
import { fold } from "./fold.ts";

export interface SearchedService {
  name: string;
  minimum: number | null;
  maximum: number | null;
  /** 0 not said, 1 free, 2 costs something. */
  cost: number;
  statuses: readonly string[];
  languages: readonly string[];
  areas: string;
}

export interface SearchedPlace {
  city: string;
  state: string;
  postcode: string;
  latitude: number | null;
  longitude: number | null;
}

export interface Entry {
  id: string;
  lot: number;
  version: number;
  name: string;
  kind: string;
  verifiedOn: string;
  /** Everything that words are looked for in, folded. */
  hay: string;
  services: readonly SearchedService[];
  places: readonly SearchedPlace[];
  hours: readonly HoursRow[];
  unsure: number;
  /** Its place among all by name: comparing numbers is what makes sorting quick. */
  rank: number;
}

const ENDED = new Set(["inactive", "defunct", "temporarily closed"]);
const CODE = /^[a-z]{2,3}(-|$)/;

let names: Map<string, string> | null = null;

/** The codes of languages that publishers write out, in English. */
function codeOfName(name: string): string {
  if (names === null) {
    names = new Map();
    const english = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
    for (let at = 0; at < 26 * 26; at += 1) {
      const code = String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26));
      const called = english.of(code);
      if (called !== undefined) names.set(called.toLowerCase(), code);
    }
  }
  return names.get(name) ?? name;
}

/** A language as its shortest code; one that nobody knows stays as it is written. */
export const languageCode = (written: string): string =>
  CODE.test(written) ? (written.split("-")[0] ?? written) : codeOfName(written);

function serviceOf(row: ServiceRow, spokenThere: readonly string[]): SearchedService {
  const [name, , minimum, maximum, cost, statuses, languages, , areas] = row;
  const spoken = [...new Set([...languages, ...spokenThere].map(languageCode))];
  return { name, minimum, maximum, cost, statuses, languages: spoken, areas: fold(areas) };
}

function placeOf([city, state, postcode, latitude, longitude]: PlaceRow): SearchedPlace {
  return { city, state, postcode, latitude, longitude };
}

/** What says nothing excludes nothing. */
const SILENT: ServiceRow = ["", "", null, null, 0, [], [], "", ""];

/** The entry of a card; null for one that is no longer there. */
export function entryOf(card: CardRow): Entry | null {
  if (card.length === 1) return null;
  const [id, lot, version, name, kind, verifiedOn, other, services, places, hours, unsure] = card;
  const offered = services.filter(([, , , , , , , status]) => !ENDED.has(status));
  const there = places.flatMap((place) => place[5]);
  const words = [name, other];
  for (const [called, more] of offered) words.push(called, more);
  for (const [city, state] of places) words.push(city, state);
  const searched = offered.length > 0 ? offered : [SILENT];
  return {
    id,
    lot,
    version,
    name,
    kind,
    verifiedOn,
    hay: fold(words.join(" ")),
    services: searched.map((row) => serviceOf(row, there)),
    places: places.map(placeOf),
    hours,
    unsure,
    rank: 0,
  };
}

/** Every entry knows its place in the order of names. */
export function rankByName(entries: Iterable<Entry>): Entry[] {
  const { compare } = new Intl.Collator(undefined, { sensitivity: "base" });
  const sorted = [...entries].sort((a, b) => compare(a.name, b.name));
  sorted.forEach((entry, rank) => {
    entry.rank = rank;
  });
  return sorted;
}
