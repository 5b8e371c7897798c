// The items of HEIC and AVIF: the picture with its tiles and its alpha stays, every other goes.
// A preview, a depth map, a second picture may show what was cut away, so they go too: their bytes
// become zeros, and their entries become hidden ones of the kind `free` (ISO/IEC 14496-12, 8.11).
import { type Box, boxes, boxesIn, drop, inside, rename, zero } from "./boxes.ts";
import { cleanColour } from "./entries.ts";
import { Uncleanable } from "./errors.ts";
import {
  alphas,
  type Extent,
  IN_FILE,
  IN_IDAT,
  isAlpha,
  type Kind,
  kindsOf,
  type Meta,
  need,
  needBox,
  placesOf,
  propertiesOf,
  referencesOf,
} from "./itemtables.ts";
import { cleanFiles, cleanHandler, type Film, only } from "./movie.ts";
import type { Range } from "./samples.ts";
import type { Removed } from "./source.ts";
import { bytesOf } from "./view.ts";

const KEPT = ["hdlr", "pitm", "iinf", "iloc", "iref", "iprp", "idat", "dinf"];
const PROPERTIES = new Set([
  ...["hvcC", "av1C", "avcC", "jpgC", "vvcC", "ispe", "pixi", "irot", "imir", "clap", "pasp"],
  ...["colr", "auxC", "lsel", "a1op", "a1lx", "clli", "mdcv", "cclv", "amve"],
]);
const REFERENCES = ["dimg", "auxl", "prem"];
const PICTURES = ["hvc1", "av01", "avc1", "jpeg", "vvc1", "grid", "iovl", "iden"];
const ITEM_NAMES = new Map<string, Removed>([
  ["Exif", "exif"],
  ["mime", "xmp"],
]);
const HIDDEN = 1;

/** Where the picture's bytes lie, and where the parts of its EXIF do, if it has any. */
export interface Found {
  kept: Range[];
  exif: Extent[];
  idat: Uint8Array;
}

/** Cleans a box `meta`, of which `data` is all; throws Uncleanable. */
export function cleanItems(data: Uint8Array, film: Film): Found {
  const whole = only(data);
  const parts = boxes(data, whole.body + 4, whole.end);
  for (const part of parts) {
    if (!KEPT.includes(part.kind)) drop(data, part, film.removed);
    if (part.kind === "dinf") for (const each of boxesIn(data, part)) cleanFiles(data, each);
  }
  const byKind = new Map([...parts].reverse().map((part) => [part.kind, part]));
  const meta: Meta = { data, byKind };
  const kinds = new Map(kindsOf(meta));
  const places = new Map(placesOf(need(meta, "iloc")));
  const idat = byKind.get("idat");
  const before = idat ? data.slice(idat.body, idat.end) : new Uint8Array();
  const stay = stayOf(meta, kinds);
  cleanHandler(data, needBox(meta, "hdlr"), film);
  cleanEntries(meta, stay, film.removed);
  cleanReferences(meta, stay);
  cleanProperties(meta, film.removed);
  const extents = [...stay].flatMap((item) => places.get(item) ?? []);
  cleanIdat(meta, extents);
  const exif = [...kinds].find(([, { kind }]) => kind === "Exif")?.[0] ?? 0;
  const inFile = extents.filter((extent) => extent.method === IN_FILE);
  const kept = inFile.map(({ at, length }): Range => [at, at + length]);
  return { kept, exif: places.get(exif) ?? [], idat: before };
}

/** What belongs to each item: the parts that it is put together from, and its alpha. */
function belongings(meta: Meta): Map<number, number[]> {
  const transparent = alphas(meta);
  const found = new Map<number, number[]>();
  const add = (item: number, other: number) => {
    const known = found.get(item);
    if (known) known.push(other);
    else found.set(item, [other]);
  };
  for (const { box, from, to } of referencesOf(meta)) {
    const isAlphaOf = box.kind === "auxl" && transparent.has(from);
    for (const target of to) {
      if (box.kind === "dimg") add(from, target);
      if (isAlphaOf) add(target, from);
    }
  }
  return found;
}

/** The picture, what it is put together from, and the alpha of these. */
function stayOf(meta: Meta, kinds: ReadonlyMap<number, Kind>): Set<number> {
  const pitm = need(meta, "pitm");
  const more = belongings(meta);
  // Grows while it is gone through; each item once.
  const stay = new Set([pitm.number(4, pitm.u8(0) === 0 ? 2 : 4)]);
  for (const item of stay) for (const each of more.get(item) ?? []) stay.add(each);
  if ([...stay].some((item) => !PICTURES.includes(kinds.get(item)?.kind ?? ""))) {
    throw new Uncleanable("unusual", "a picture of another kind");
  }
  return stay;
}

/** Takes every item's name, and of those that go also their kind. */
function cleanEntries(meta: Meta, stay: ReadonlySet<number>, removed: Set<Removed>): void {
  for (const [item, { kind, entry }] of kindsOf(meta)) {
    const named = entry.body + (meta.data[entry.body] === 2 ? 12 : 14);
    zero(meta.data, named, entry.end);
    if (stay.has(item)) continue;
    if (kind !== "free") removed.add(ITEM_NAMES.get(kind) ?? "pictures");
    meta.data.set(bytesOf("free"), named - 4);
    meta.data[entry.body + 3] = (meta.data[entry.body + 3] ?? 0) | HIDDEN;
  }
}

function cleanReferences(meta: Meta, stay: ReadonlySet<number>): void {
  for (const { box, from, to } of referencesOf(meta)) {
    const isKept = REFERENCES.includes(box.kind) && [from, ...to].every((item) => stay.has(item));
    if (!isKept) rename(meta.data, box); // some readers refuse an empty one
  }
}

function cleanProperties(meta: Meta, removed: Set<Removed>): void {
  for (const box of propertiesOf(meta)) {
    const isOther = box.kind === "auxC" && !isAlpha(meta, box);
    if (isOther || !PROPERTIES.has(box.kind)) drop(meta.data, box, removed);
    else if (box.kind === "colr") cleanColour(meta.data, box, removed);
  }
  for (const box of boxesIn(meta.data, needBox(meta, "iprp"))) {
    if (!["ipco", "ipma"].includes(box.kind)) drop(meta.data, box, removed);
  }
}

/** Blanks what no kept item has in `idat`; throws where one lies elsewhere. */
function cleanIdat(meta: Meta, extents: Extent[]): void {
  if (extents.some(({ method, length }) => ![IN_FILE, IN_IDAT].includes(method) || length === 0)) {
    throw new Uncleanable("unusual", "a picture at an unusual place");
  }
  const within = extents.filter(({ method }) => method === IN_IDAT);
  if (within.length === 0 && !meta.byKind.has("idat")) return;
  const box: Box = needBox(meta, "idat");
  const content = inside(meta.data, box)
    .take(0, box.end - box.body)
    .slice();
  zero(meta.data, box.body, box.end);
  for (const { at, length } of within) {
    if (at + length > content.length) throw new Uncleanable("broken", "an item beyond its box");
    meta.data.set(content.subarray(at, at + length), box.body + at);
  }
}
