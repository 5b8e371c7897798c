// Where the samples of a track lie: the tables of a film, and those of its fragments.
import { type Box, boxesIn, inside } from "./boxes.ts";
import { Uncleanable } from "./errors.ts";
import type { View } from "./view.ts";

/** First byte and the one after the last, counted from the beginning of the file. */
export type Range = readonly [number, number];

const OWN_BASE = 0x01;
const ENTRY_INDEX = 0x02;
const DURATION = 0x08;
const SIZE = 0x10;
const FROM_FRAGMENT = 0x020000;
const RUN_OFFSET = 0x01;
const RUN_FLAGS = 0x04;
const RUN_DURATION = 0x100;
const RUN_SIZE = 0x200;
const RUN_FIELDS = [RUN_DURATION, RUN_SIZE, 0x400, 0x800];

/**
 * The ranges of a track's chunks. Where sound is counted in frames, each has `frame` bytes.
 * Throws Uncleanable where the tables do not hold together.
 */
export function sampleRanges(data: Uint8Array, stbl: Box, frame: number): Range[] {
  const tables = new Map(boxesIn(data, stbl).map((box) => [box.kind, inside(data, box)]));
  const stsc = tables.get("stsc");
  const sizes = sizesOf(tables, frame);
  if (!stsc || !sizes) throw new Uncleanable("broken", "a track without tables");
  const perChunk = steps(stsc);
  let done = 0;
  return offsets(tables).map((at, i) => {
    const count = Math.min(perChunk(i + 1), sizes.count - done);
    const range = rangeOf(at, sizes.of(done, count));
    done += count;
    return range;
  });
}

function rangeOf(at: number, length: number): Range {
  if (!Number.isSafeInteger(length) || !Number.isSafeInteger(at + length)) {
    throw new Uncleanable("broken", "number too large");
  }
  return [at, at + length];
}

interface Sizes {
  count: number;
  /** How long `count` samples from `first` are together. */
  of(first: number, count: number): number;
}

function sizesOf(tables: Map<string, View>, frame: number): Sizes | undefined {
  const stsz = tables.get("stsz");
  if (stsz) {
    const each = stsz.u32(4);
    const count = stsz.u32(8);
    if (each !== 0) return { count, of: (_, many) => many * Math.max(each, frame) };
    return { count, of: summing((i) => stsz.u32(12 + 4 * i)) };
  }
  const stz2 = tables.get("stz2");
  if (!stz2) return undefined;
  const bits = stz2.u8(7);
  if (![4, 8, 16].includes(bits)) throw new Uncleanable("broken", "sizes of another width");
  const count = stz2.u32(8);
  if (bits === 4) {
    const half = (i: number) => (stz2.u8(12 + Math.floor(i / 2)) >> (i % 2 === 0 ? 4 : 0)) & 15;
    return { count, of: summing(half) };
  }
  return { count, of: summing((i) => stz2.number(12 + (i * bits) / 8, bits / 8)) };
}

function summing(sizeOf: (i: number) => number) {
  return (first: number, count: number) => {
    let sum = 0;
    for (let i = first; i < first + count; i++) sum += sizeOf(i);
    return sum;
  };
}

/** Tells how many samples each chunk has; asked for chunks in their order. */
function steps(view: View): (chunk: number) => number {
  const count = view.u32(4);
  let step = 0;
  return (chunk) => {
    while (step + 1 < count && view.u32(8 + 12 * (step + 1)) <= chunk) step++;
    return count > 0 ? view.u32(8 + 12 * step + 4) : 0;
  };
}

function offsets(tables: Map<string, View>): number[] {
  const width = tables.has("co64") ? 8 : 4;
  const view = tables.get(width === 8 ? "co64" : "stco");
  if (!view) throw new Uncleanable("broken", "a track without places");
  const count = view.u32(4);
  view.take(8, count * width);
  return Array.from({ length: count }, (_, i) => view.number(8 + i * width, width));
}

/** Where the samples of fragments are counted from. */
export interface Fragment {
  at: number;
  end?: number;
}

/**
 * The ranges of one track in a fragment; `size` is that of a sample which has none. Afterwards
 * `moof.end` is where the next track begins that says nothing else.
 */
export function runRanges(data: Uint8Array, traf: Box, moof: Fragment, size: number): Range[] {
  const parts = boxesIn(data, traf);
  const tfhd = parts.find((box) => box.kind === "tfhd");
  if (!tfhd) throw new Uncleanable("broken", "a fragment without a track");
  const head = inside(data, tfhd);
  const flags = head.u32(0);
  let at = 8;
  let base = flags & FROM_FRAGMENT ? moof.at : (moof.end ?? moof.at);
  if (flags & OWN_BASE) {
    base = head.u64(at);
    at += 8;
  }
  at += (flags & ENTRY_INDEX ? 4 : 0) + (flags & DURATION ? 4 : 0);
  const each = flags & SIZE ? head.u32(at) : size;
  let end = base;
  const ranges = parts
    .filter((box) => box.kind === "trun")
    .map((box) => {
      const range = run(inside(data, box), base, end, each);
      end = range[1];
      return range;
    });
  moof.end = end;
  return ranges;
}

/** The range of one run, which begins where the last ended unless it says where. */
function run(view: View, base: number, end: number, each: number): Range {
  const [flags, count] = [view.u32(0), view.u32(4)];
  let at = 8;
  let start = end;
  if (flags & RUN_OFFSET) {
    start = base + (view.u32(at) | 0);
    at += 4;
  }
  at += flags & RUN_FLAGS ? 4 : 0;
  if (!(flags & RUN_SIZE)) return rangeOf(start, each * count);
  const width = 4 * RUN_FIELDS.filter((field) => flags & field).length;
  at += flags & RUN_DURATION ? 4 : 0;
  return rangeOf(start, summing((i) => view.u32(at + width * i))(0, count));
}
