// Where people are: the towns and postcodes of the directory's own places, and how far it is.

import type { Entry, SearchedPlace } from "./entries.ts";
import { fold } from "./fold.ts";

export interface KnownPlace {
  label: string;
  latitude: number;
  longitude: number;
  city: string;
  state: string;
}

interface Summed extends KnownPlace {
  count: number;
}

/** Places by what is typed for them: "boston, ma" and "02108" name one, "boston" perhaps several. */
export type Gazetteer = ReadonlyMap<string, readonly KnownPlace[]>;

const EARTH_KM = 6371;
const KM_OF_MILE = 1.609344;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The great-circle distance in kilometres. */
export function distance(aLat: number, aLon: number, bLat: number, bLon: number): number {
  const dLat = radians(bLat - aLat);
  const dLon = radians(bLon - aLon);
  const across = Math.cos(radians(aLat)) * Math.cos(radians(bLat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(Math.sin(dLat / 2) ** 2 + across)));
}

export const toKm = (far: number, unit: Unit): number => (unit === "mile" ? far * KM_OF_MILE : far);
export const fromKm = (km: number, unit: Unit): number => (unit === "mile" ? km / KM_OF_MILE : km);

export type Unit = "mile" | "kilometer";

/** Where people count in miles. */
export const unitOf = (country: string): Unit =>
  country === "US" || country === "GB" || country === "LR" ? "mile" : "kilometer";

function add(found: Map<string, Summed>, key: string, label: string, at: SearchedPlace): void {
  const { latitude, longitude, city, state } = at;
  if (latitude === null || longitude === null) return;
  const before = found.get(key);
  if (before === undefined) {
    found.set(key, { label, latitude, longitude, city: fold(city), state: fold(state), count: 1 });
    return;
  }
  before.count += 1;
  before.latitude += (latitude - before.latitude) / before.count;
  before.longitude += (longitude - before.longitude) / before.count;
}

/** Every town and postcode of these entries that lies somewhere, in the middle of what is there. */
export function gazetteer(entries: Iterable<Entry>): Gazetteer {
  const towns = new Map<string, Summed>();
  const codes = new Map<string, Summed>();
  for (const { places } of entries) {
    for (const place of places) {
      const { city, state, postcode } = place;
      const town = state === "" ? city : `${city}, ${state}`;
      if (city !== "") add(towns, fold(town), town, place);
      if (postcode !== "") add(codes, fold(postcode), `${postcode} ${city}`.trim(), place);
    }
  }
  const all = new Map<string, KnownPlace[]>();
  const call = (name: string, place: KnownPlace): void => {
    const named = all.get(name) ?? [];
    if (!named.includes(place)) all.set(name, [...named, place]);
  };
  for (const [key, place] of towns) {
    call(key, place);
    call(place.city, place);
  }
  for (const [key, place] of codes) {
    call(key, place);
    call(fold(place.label), place);
  }
  return all;
}

/** What somebody may mean: one place, several to choose from, or none that is known. */
export const meant = (known: Gazetteer, typed: string): readonly KnownPlace[] =>
  typed.trim() === "" ? [] : (known.get(fold(typed)) ?? []);

/** Names that begin with what is typed, for a list below the field. */
export function suggestions(known: Gazetteer, typed: string, most = 12): string[] {
  const begin = fold(typed).trimEnd();
  const found = new Set<string>();
  if (begin.trim() === "") return [];
  for (const [key, places] of known) {
    if (!key.startsWith(begin)) continue;
    for (const { label } of places) found.add(label);
    if (found.size >= most) break;
  }
  return [...found].slice(0, most);
}
