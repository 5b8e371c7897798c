// Place and time as a film tells them: Apple's keys, QuickTime's user data, and its header.
import { type Box, boxes, boxesIn, inside } from "./boxes.ts";
import { Uncleanable } from "./errors.ts";
import { fixed } from "./icc.ts";
import { only } from "./movie.ts";
import { type Evidence, told } from "./source.ts";
import { moment, offset, rounded } from "./tiff.ts";
import { latin, type View } from "./view.ts";

const CREATED = "com.apple.quicktime.creationdate";
const PLACED = "com.apple.quicktime.location.ISO6709";
const PLACE = /^([+-]\d{2}(?:\.\d{1,9})?)([+-]\d{3}(?:\.\d{1,9})?)([+-]\d{1,5}(?:\.\d{1,9})?)?/;
const OFFSET = /T\d\d:\d\d:\d\d([+-]\d\d:?\d\d)/;
const EPOCH = Date.UTC(1904, 0, 1);
const MOST_SECONDS = 2 ** 32;
const TEXT_HEAD = 4;

type Place = (number | undefined)[];

/** What a box `moov` says, of which `data` is all; of a broken one, nothing. */
export function factsOf(data: Uint8Array): Evidence {
  try {
    return facts(data.slice());
  } catch (error) {
    if (error instanceof Uncleanable) return {};
    throw error;
  }
}

function facts(data: Uint8Array): Evidence {
  const parts = boxesIn(data, only(data));
  const header = parts.find((box) => box.kind === "mvhd");
  const udta = parts.filter((box) => box.kind === "udta").flatMap((box) => boxesIn(data, box));
  const metas = [...parts, ...udta].filter((box) => box.kind === "meta");
  const known = new Map(metas.flatMap((box) => keysOf(data, box)));
  const text = udta.find((box) => box.kind === "\xa9xyz");
  const placed = known.get(PLACED) || (text ? textOf(inside(data, text)) : "");
  const loci = udta.find((box) => box.kind === "loci");
  const shot = loci ? location(inside(data, loci)) : [];
  const created = known.get(CREATED) ?? "";
  const zone = OFFSET.exec(created)?.[1];
  const place = PLACE.exec(placed);
  const [latitude, longitude, altitude] = place ? place.slice(1).map(float) : shot;
  return told({
    taken: moment(created),
    offset: zone === undefined ? undefined : offset(zone),
    utc: header && createdAt(inside(data, header)),
    latitude: number(latitude, 90),
    longitude: number(longitude, 180),
    altitude: number(altitude, 1e5),
  });
}

function float(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number.parseFloat(text);
}

function number(value: number | undefined, most: number): number | undefined {
  return value === undefined ? undefined : rounded(value, most);
}

/** Latitude, longitude and altitude out of 3GPP's box (TS 26.244, section 8.10). */
function location(view: View): Place {
  const name = view.take(6, view.length - 6);
  const end = name.indexOf(0);
  const at = end < 0 ? view.length : 6 + end + 2;
  const [longitude, latitude, altitude] = [0, 4, 8].map((i) => fixed(view.u32(at + i)));
  return [latitude, longitude, altitude];
}

/** The text of a QuickTime string: its length, its language, itself. */
function textOf(view: View): string {
  return latin(view.take(TEXT_HEAD, Math.min(view.u16(0), view.length - TEXT_HEAD)));
}

/** When the film was begun by its header's clock, in UTC; undefined if it says 1904. */
function createdAt(header: View): string | undefined {
  const seconds = header.u8(0) === 1 ? header.u64(4) : header.u32(4);
  if (seconds === 0 || seconds >= MOST_SECONDS) return undefined;
  return new Date(EPOCH + seconds * 1000).toISOString().replace(".000", "");
}

/** The values of a QuickTime metadata box with their keys. */
function keysOf(data: Uint8Array, meta: Box): [string, string][] {
  // ISO's meta begins with a version, QuickTime's begins with its boxes.
  const view = inside(data, meta);
  const isVersioned = view.length >= 4 && view.u32(0) === 0;
  const parts = new Map(
    boxes(data, meta.body + (isVersioned ? 4 : 0), meta.end).map((box) => [box.kind, box]),
  );
  const [keys, ilst] = [parts.get("keys"), parts.get("ilst")];
  if (!keys || !ilst) return [];
  const text = (start: number, end: number) => latin(data.subarray(start, end));
  const names = boxes(data, keys.body + 8, keys.end).map((box) => text(box.body, box.end));
  return boxesIn(data, ilst).flatMap((item): [string, string][] => {
    const [value] = boxesIn(data, item);
    const name = names[inside(data, { ...item, body: item.at }).u32(4) - 1];
    if (name === undefined || value?.kind !== "data") return [];
    return [[name, text(value.body + 8, value.end)]];
  });
}
