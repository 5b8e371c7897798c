// The tables of HEIC and AVIF: which items there are, where they lie, how they belong together.
import { type Box, boxes, boxesIn, inside } from "./boxes.ts";
import { Uncleanable } from "./errors.ts";
import { latin, type View } from "./view.ts";

const ALPHAS = ["urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"];
export const IN_FILE = 0;
export const IN_IDAT = 1;

/** A part of an item: in the file, or in the box `idat`. */
export interface Extent {
  method: number;
  at: number;
  length: number;
}

/** A box `meta` and what stands in it, the first of each kind. */
export interface Meta {
  data: Uint8Array;
  byKind: ReadonlyMap<string, Box>;
}

/** What an item is, and its entry. */
export interface Kind {
  kind: string;
  entry: Box;
}

export function needBox(meta: Meta, kind: string): Box {
  const box = meta.byKind.get(kind);
  if (!box) throw new Uncleanable("broken", `no ${kind}`);
  return box;
}

/** The content of the box of a kind, the first; throws Uncleanable. */
export function need(meta: Meta, kind: string): View {
  return inside(meta.data, needBox(meta, kind));
}

/** Each item's number, its kind and its entry. */
export function kindsOf(meta: Meta): [number, Kind][] {
  const view = need(meta, "iinf");
  const start = view.u8(0) === 0 ? 6 : 8;
  view.take(0, start);
  return boxes(meta.data, view.start + start, view.end).map((entry) => {
    const content = inside(meta.data, entry);
    const version = content.u8(0);
    if (entry.kind !== "infe" || ![2, 3].includes(version)) {
      throw new Uncleanable("unusual", "items of another version");
    }
    const wide = version === 3 ? 2 : 0;
    return [content.number(4, 2 + wide), { kind: content.tag(8 + wide), entry }];
  });
}

/** Each item's number and where its bytes lie. */
export function placesOf(view: View): [number, Extent[]][] {
  const [version, both, more] = [view.u8(0), view.u8(4), view.u8(5)];
  const [offset, length, base] = [both >> 4, both & 15, more >> 4];
  const index = version > 0 ? more & 15 : 0;
  if (version > 2 || ![offset, length, base, index].every((width) => [0, 4, 8].includes(width))) {
    throw new Uncleanable("unusual", "places of another version");
  }
  const wide = version === 2 ? 4 : 2;
  let at = 6;
  const next = (width: number) => {
    at += width;
    return view.number(at - width, width);
  };
  const found: [number, Extent[]][] = [];
  for (let items = next(wide); items > 0; items--) {
    const item = next(wide);
    const method = version > 0 ? next(2) & 15 : IN_FILE;
    at += 2;
    const start = next(base);
    const extents: Extent[] = [];
    for (let count = next(2); count > 0; count--) {
      at += index;
      extents.push({ method, at: start + next(offset), length: next(length) });
    }
    found.push([item, extents]);
  }
  return found;
}

/** Each reference: its box, from which item, to which. */
export function referencesOf(meta: Meta): { box: Box; from: number; to: number[] }[] {
  const iref = meta.byKind.get("iref");
  if (!iref) return [];
  const head = inside(meta.data, iref);
  const wide = head.u8(0) === 0 ? 2 : 4;
  head.take(0, 4);
  return boxes(meta.data, iref.body + 4, iref.end).map((box) => {
    const view = inside(meta.data, box);
    const count = view.u16(wide);
    const to = Array.from({ length: count }, (_, i) => view.number(wide + 2 + i * wide, wide));
    return { box, from: view.number(0, wide), to };
  });
}

/** Each item's number and those of its properties, which begin at 1. */
function associations(meta: Meta): [number, number[]][] {
  const found: [number, number[]][] = [];
  for (const box of boxesIn(meta.data, needBox(meta, "iprp"))) {
    if (box.kind !== "ipma") continue;
    const view = inside(meta.data, box);
    const wide = view.u8(0) === 0 ? 2 : 4;
    const width = view.u8(3) & 1 ? 2 : 1;
    let at = 8;
    for (let items = view.u32(4); items > 0; items--) {
      const [item, count] = [view.number(at, wide), view.u8(at + wide)];
      const begin = at + wide + 1;
      const own = Array.from({ length: count }, (_, i) => view.number(begin + i * width, width));
      found.push([item, own.map((number) => number & (width === 2 ? 0x7fff : 0x7f))]);
      at = begin + count * width;
    }
  }
  return found;
}

export function propertiesOf(meta: Meta): Box[] {
  const ipco = boxesIn(meta.data, needBox(meta, "iprp")).find((box) => box.kind === "ipco");
  if (!ipco) throw new Uncleanable("broken", "no properties");
  return boxesIn(meta.data, ipco);
}

export function isAlpha(meta: Meta, box: Box): boolean {
  if (box.kind !== "auxC") return false;
  const view = inside(meta.data, box);
  const [name = ""] = latin(view.take(4, view.length - 4)).split("\0", 1);
  return ALPHAS.includes(name);
}

/** The items whose properties say that they are the alpha of another. */
export function alphas(meta: Meta): Set<number> {
  const numbers = new Set<number>();
  propertiesOf(meta).forEach((box, i) => {
    if (isAlpha(meta, box)) numbers.add(i + 1);
  });
  const own = associations(meta).filter(([, properties]) =>
    properties.some((number) => numbers.has(number)),
  );
  return new Set(own.map(([item]) => item));
}
