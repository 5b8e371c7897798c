// JPEG: the segments that a decoder needs, in their order, and nothing else (ITU-T T.81, annex B).
// Kept: tables, frame and scans. Written anew: JFIF without its preview, Adobe's mark that tells
// how colours are coded, one of three colour profiles, the orientation. Dropped: everything else,
// and whatever follows the end.
import { concat, equal, u16 } from "../bytes.ts";
import { Uncleanable } from "./errors.ts";
import { standard } from "./icc.ts";
import { type Cleaned, counted, nothingYet, type Removed } from "./source.ts";
import { orientationOnly, readExif, saysMore } from "./tiff.ts";
import { bytesOf, startsWith, View } from "./view.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DHT = 0xc4;
const DAC = 0xcc;
const DRI = 0xdd;
const DNL = 0xdc;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP13 = 0xed;
const APP14 = 0xee;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;
const isApp = (marker: number) => marker >= 0xe0 && marker <= 0xef;
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![DHT, 0xc8, DAC].includes(marker);
const TABLES = [SOS, DQT, DHT, DAC, DRI, DNL];
const EXIF = "Exif\0\0";
const ICC = "ICC_PROFILE\0";
const JFIF = "JFIF\0";
const ADOBE = "Adobe";
const NAMES: readonly (readonly [number, string, Removed])[] = [
  [APP1, EXIF, "exif"],
  [APP1, "http://ns.adobe.com/xap/1.0/\0", "xmp"],
  [APP1, "http://ns.adobe.com/xmp/ext", "xmp"],
  [APP2, "MPF\0", "pictures"],
  [APP0, "JFXX", "pictures"],
  [APP13, "", "iptc"],
  [COM, "", "text"],
];

interface Walk {
  data: Uint8Array;
  cleaned: Cleaned;
  profile: Map<number, Uint8Array>;
  exif?: Uint8Array;
  jfif: boolean;
  transform?: number;
  frames: number;
  scans: number;
  segments: number;
}

/** The pieces of the picture; throws Uncleanable. */
export function cleanJpeg(data: Uint8Array): Cleaned {
  const start = { cleaned: nothingYet(), profile: new Map(), jfif: false, frames: 0, scans: 0 };
  const walk: Walk = { data, segments: 0, ...start };
  let at = 2;
  for (;;) {
    const next = nextMarker(data, at, walk.scans > 0);
    at = next.at;
    if (next.marker === EOI) break;
    at = segment(walk, next.marker, at);
  }
  if (walk.frames !== 1 || walk.scans === 0) {
    throw new Uncleanable("broken", "not one frame with scans");
  }
  if (at < data.length) walk.cleaned.removed.add("trailing");
  return finished(walk);
}

/**
 * The next marker and what follows it, past stray bytes, as libjpeg looks for it. A picture whose
 * end is missing ends where its scans do.
 */
function nextMarker(data: Uint8Array, from: number, cut: boolean): { marker: number; at: number } {
  let at = from;
  for (;;) {
    at = data.indexOf(0xff, at);
    while (at >= 0 && data[at] === 0xff) at++;
    const marker = at < 0 ? undefined : data[at];
    if (marker === undefined) {
      if (cut) return { marker: EOI, at: data.length };
      throw new Uncleanable("broken", "no end");
    }
    if (marker !== 0) return { marker, at: at + 1 };
    at++;
  }
}

/** Takes or drops the segment whose length stands at `at`; returns where it and its scan end. */
function segment(walk: Walk, marker: number, at: number): number {
  counted(++walk.segments);
  const view = new View(walk.data);
  const length = view.u16(at);
  if (length < 2) throw new Uncleanable("broken", "a segment without its length");
  const content = view.take(at, length).subarray(2);
  if (isApp(marker) || marker === COM) {
    dropped(walk, marker, content);
    return at + length;
  }
  if (!TABLES.includes(marker) && !isFrame(marker)) {
    throw new Uncleanable("unusual", `marker ${marker}`);
  }
  if (!isExact(marker, new View(content))) {
    throw new Uncleanable("broken", `segment ${marker} of another length`);
  }
  if (isFrame(marker)) walk.frames++;
  let end = at + length;
  if (marker === SOS) {
    if (walk.frames === 0) throw new Uncleanable("broken", "a scan before its frame");
    walk.scans++;
    end = scanEnd(walk.data, end);
  }
  walk.cleaned.pieces.push(Uint8Array.of(0xff, marker), { at, length: end - at });
  return end;
}

/** Whether a segment is as long as what it says it holds, so that nothing hides behind it. */
function isExact(marker: number, content: View): boolean {
  const { length } = content;
  if (marker === DQT) return fills(content, (at) => (content.u8(at) >> 4 === 0 ? 65 : 129));
  if (marker === DHT) {
    return fills(content, (at) => content.take(at + 1, 16).reduce((sum, n) => sum + n, 17));
  }
  if (marker === SOS) return length === 4 + 2 * content.u8(0);
  if (isFrame(marker)) return length === 6 + 3 * content.u8(5);
  return marker === DAC ? length % 2 === 0 : length === 2;
}

function fills(content: View, lengthAt: (at: number) => number): boolean {
  let at = 0;
  while (at < content.length) at += lengthAt(at);
  return at === content.length;
}

/** Where the coded data end: at a marker that is neither a restart nor a stuffed byte. */
function scanEnd(data: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = data.indexOf(0xff, at);
    const next = at < 0 ? undefined : data[at + 1];
    if (next === undefined) return at < 0 ? data.length : at;
    if (next !== 0 && !isRestart(next)) return at;
    at += 2;
  }
}

/** Notes what is dropped, and what of it must be said again. */
function dropped(walk: Walk, marker: number, content: Uint8Array): void {
  const { removed } = walk.cleaned;
  const begins = (kind: number, name: string, length = name.length) =>
    marker === kind && startsWith(content, name) && content.length >= length;
  if (begins(APP0, JFIF)) {
    walk.jfif = true;
    if (content.length > 14) removed.add("pictures");
  } else if (begins(APP14, ADOBE, 12)) {
    walk.transform = content[11] ?? 0;
  } else if (begins(APP2, ICC, 14)) {
    const number = content[12] ?? 0;
    if (!walk.profile.has(number)) walk.profile.set(number, content.subarray(14));
  } else if (begins(APP1, EXIF) && walk.exif === undefined) {
    walk.exif = content.subarray(EXIF.length);
  } else {
    removed.add(NAMES.find(([kind, name]) => begins(kind, name))?.[2] ?? "other");
  }
}

/** Puts what is said anew before the rest. */
function finished(walk: Walk): Cleaned {
  const { cleaned } = walk;
  const exif = readExif(walk.exif ?? new Uint8Array());
  const numbers = [...walk.profile.keys()].sort((one, other) => one - other);
  const profile = concat(...numbers.map((n) => walk.profile.get(n) ?? new Uint8Array()));
  const again = standard(profile);
  if (walk.exif !== undefined && saysMore(walk.exif)) cleaned.removed.add("exif");
  if (!equal(profile, again)) cleaned.removed.add("colour");
  const head: Uint8Array[] = [Uint8Array.of(0xff, SOI)];
  if (walk.jfif) head.push(app(APP0, `${JFIF}\x01\x01\0\0\x01\0\x01\0\0`));
  if (exif.orientation !== 1) head.push(app(APP1, EXIF, orientationOnly(exif.orientation)));
  if (again.length > 0) head.push(app(APP2, `${ICC}\x01\x01`, again));
  if (walk.transform !== undefined) {
    head.push(app(APP14, `${ADOBE}\0d\0\0\0\0`, Uint8Array.of(walk.transform)));
  }
  const pieces = [...head, ...cleaned.pieces, Uint8Array.of(0xff, EOI)];
  return { ...cleaned, pieces, ...exif };
}

function app(marker: number, name: string, content: Uint8Array = new Uint8Array()): Uint8Array {
  const length = u16(2 + name.length + content.length);
  return concat(Uint8Array.of(0xff, marker), length, bytesOf(name), content);
}
