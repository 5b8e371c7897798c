// EXIF: what it says of orientation, place and time, and the smallest one that says how to turn.
// Numbers of tags: EXIF 2.32 (CIPA DC-008), sections 4.6.4 to 4.6.6.
import { equal } from "../bytes.ts";
import { Uncleanable } from "./errors.ts";
import { type Evidence, told } from "./source.ts";
import { bytesOf, latin, View } from "./view.ts";

const ORIENTATION = 0x0112;
const MODIFIED = 0x0132;
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const TAKEN = [0x9003, 0x9004]; // DateTimeOriginal, CreateDate; then ModifyDate
const OFFSETS = [0x9011, 0x9012, 0x9010];
const LATITUDE_REF = 1;
const LATITUDE = 2;
const LONGITUDE_REF = 3;
const LONGITUDE = 4;
const ALTITUDE_REF = 5;
const ALTITUDE = 6;
const GPS_TIME = 7;
const GPS_DATE = 29;
const ASCII = 2;
const SHORT = 3;
const RATIONAL = 5;
const WIDTHS: Readonly<Record<number, number>> = {
  ...{ 1: 1, [ASCII]: 1, [SHORT]: 2, 4: 4, [RATIONAL]: 8, 7: 1, 9: 4, 10: 8 },
};
const MOST_ENTRIES = 512;

const MOMENT = /^([12]\d{3})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/;
const DAY = /^([12]\d{3}):(\d\d):(\d\d)/;
const OFFSET = /^([+-]\d\d):?(\d\d)/;

interface Entry {
  kind: number;
  count: number;
  view: View;
}
type Directory = Map<number, Entry>;
const NONE: Entry = { kind: 0, count: 0, view: new View() };

/** What we read of a block of EXIF: how to turn the picture, 1 to 8, and place and time. */
export interface Exif {
  orientation: number;
  evidence: Evidence;
}

/** What the block says; of a broken one, what can be read. Throws nothing. */
export function readExif(block: Uint8Array): Exif {
  try {
    const little = latin(block.subarray(0, 2)) === "II";
    const view = new View(block, 0, block.length, little);
    const first = directoryAt(view, view.u32(4));
    const number = short(first, ORIENTATION);
    const orientation = number >= 1 && number <= 8 ? number : 1;
    const exif = pointed(view, first, EXIF_IFD);
    const gps = pointed(view, first, GPS_IFD);
    return { orientation, evidence: evidenceOf(first, exif, gps) };
  } catch (error) {
    if (error instanceof Uncleanable) return { orientation: 1, evidence: {} };
    throw error;
  }
}

/** The smallest block that says how to turn the picture; empty where there is nothing to say. */
export function orientationOnly(orientation: number): Uint8Array {
  if (orientation === 1) return new Uint8Array();
  const turned = String.fromCharCode(orientation);
  return bytesOf(`MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0${turned}\0\0\0\0\0\0`);
}

/** Whether a block says anything beyond how to turn the picture. */
export function saysMore(block: Uint8Array): boolean {
  return !equal(block, orientationOnly(readExif(block).orientation));
}

/** The entries of a directory by tag; the first of two with one tag counts. */
function directoryAt(view: View, at: number): Directory {
  const found: Directory = new Map();
  const count = Math.min(view.u16(at), MOST_ENTRIES);
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + 12 * i;
    const [tag, kind, many] = [view.u16(entry), view.u16(entry + 2), view.u32(entry + 4)];
    const length = (WIDTHS[kind] ?? 0) * many;
    const place = length <= 4 ? entry + 8 : view.u32(entry + 8);
    if (place + length <= view.length && !found.has(tag)) {
      const inside = new View(view.data, place, place + length, view.little);
      found.set(tag, { kind, count: many, view: inside });
    }
  }
  return found;
}

function pointed(view: View, first: Directory, tag: number): Directory {
  const entry = first.get(tag);
  if (entry === undefined) return new Map();
  try {
    return directoryAt(view, entry.view.u32(0));
  } catch (error) {
    if (error instanceof Uncleanable) return new Map();
    throw error;
  }
}

function short(directory: Directory, tag: number): number {
  const { kind, count, view } = directory.get(tag) ?? NONE;
  return kind === SHORT && count === 1 ? view.u16(0) : 0;
}

function text(directory: Directory, tag: number): string {
  const { kind, view } = directory.get(tag) ?? NONE;
  return kind === ASCII ? latin(view.take(0, view.length)) : "";
}

/** So many fractions, or undefined if there are others or one has no value. */
function rationals(directory: Directory, tag: number, count: number): number[] | undefined {
  const { kind, count: found, view } = directory.get(tag) ?? NONE;
  if (kind !== RATIONAL || found !== count) return undefined;
  const values = Array.from({ length: count }, (_, i) => view.u32(8 * i) / view.u32(8 * i + 4));
  return values.every((value) => Number.isFinite(value)) ? values : undefined;
}

/** A date and time as 2026-02-03T04:05:06, or undefined if the text begins otherwise. */
export function moment(said: string): string | undefined {
  const found = MOMENT.exec(said);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** An offset from UTC as +01:00, or undefined if the text begins otherwise. */
export function offset(said: string): string | undefined {
  const found = OFFSET.exec(said);
  return found === null ? undefined : `${found[1]}:${found[2]}`;
}

/** The value on six places (11 cm on the ground), or undefined beyond what can be. */
export function rounded(value: number, most: number): number | undefined {
  return Math.abs(value) <= most ? Math.floor(value * 1e6 + 0.5) / 1e6 : undefined;
}

function degrees(gps: Directory, tag: number, refTag: number, away: string, most: number) {
  const parts = rationals(gps, tag, 3);
  const ref = text(gps, refTag).slice(0, 1);
  if (parts === undefined || ref === "") return undefined;
  const [whole = 0, minutes = 0, seconds = 0] = parts;
  const value = whole + minutes / 60 + seconds / 3600;
  return rounded(ref === away ? -value : value, most);
}

function altitude(gps: Directory): number | undefined {
  const [metres] = rationals(gps, ALTITUDE, 1) ?? [];
  if (metres === undefined) return undefined;
  const { view } = gps.get(ALTITUDE_REF) ?? NONE;
  return rounded(view.length > 0 && view.u8(0) === 1 ? -metres : metres, 1e5);
}

/** When the satellites said it was, in UTC. */
function satellites(gps: Directory): string | undefined {
  const clock = rationals(gps, GPS_TIME, 3);
  const day = DAY.exec(text(gps, GPS_DATE));
  if (clock === undefined || day === null || Math.max(...clock) > 60) return undefined;
  const time = clock.map((part) => String(Math.floor(part)).padStart(2, "0"));
  return `${day[1]}-${day[2]}-${day[3]}T${time.join(":")}Z`;
}

function evidenceOf(first: Directory, exif: Directory, gps: Directory): Evidence {
  const moments = TAKEN.map((tag) => moment(text(exif, tag)));
  const offsets = OFFSETS.map((tag) => offset(text(exif, tag)));
  return told({
    taken: [...moments, moment(text(first, MODIFIED))].find((found) => found !== undefined),
    offset: offsets.find((found) => found !== undefined),
    utc: satellites(gps),
    latitude: degrees(gps, LATITUDE, LATITUDE_REF, "S", 90),
    longitude: degrees(gps, LONGITUDE, LONGITUDE_REF, "W", 180),
    altitude: altitude(gps),
  });
}
