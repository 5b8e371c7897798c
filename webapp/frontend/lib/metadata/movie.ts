// The tables of a film: picture and sound stay, with what is needed to play them, and no more.
import { type Box, boxes, boxesIn, drop, inside, zero } from "./boxes.ts";
import { cleanEntries, frameBytes } from "./entries.ts";
import { Uncleanable } from "./errors.ts";
import { type Fragment, type Range, runRanges, sampleRanges } from "./samples.ts";
import type { Removed } from "./source.ts";
import { bytesOf } from "./view.ts";

const PLAYED = ["vide", "auxv", "pict", "soun"];
// What may stand in each box; everything else becomes free.
const KEPT = new Map<string, readonly string[]>([
  ["moov", ["mvhd", "trak", "mvex"]],
  ["mvex", ["mehd", "trex"]],
  ["trak", ["tkhd", "edts", "mdia", "tapt"]],
  ["tapt", ["clef", "prof", "enof"]],
  ["edts", ["elst"]],
  ["mdia", ["mdhd", "hdlr", "minf"]],
  ["minf", ["vmhd", "smhd", "gmhd", "hdlr", "dinf", "stbl"]],
  ["gmhd", ["gmin"]],
  ["dinf", ["dref"]],
  [
    "stbl",
    [
      ...["stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stz2", "stco", "co64"],
      ...["stss", "stps", "sdtp", "sbgp", "sgpd"],
    ],
  ],
  ["moof", ["mfhd", "traf"]],
  ["traf", ["tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd"]],
]);
const UNDETERMINED = bytesOf("\x55\xc4"); // "und", as ISO 639-2 packed into 16 bits

/** What is known of a film's tracks while its boxes are gone through. */
export interface Film {
  removed: Set<Removed>;
  played: Set<number>;
  /** By track, how long a sample of a fragment is that does not say so. */
  sizes: Map<number, number>;
  kept: Range[];
  gone: Range[];
}

export function newFilm(removed: Set<Removed>): Film {
  return { removed, played: new Set(), sizes: new Map(), kept: [], gone: [] };
}

/** The one box that `data` is. */
export function only(data: Uint8Array): Box {
  const [box] = boxes(data, 0, data.length);
  if (!box) throw new Uncleanable("broken", "no box");
  return box;
}

/** Cleans a box `moov`, of which `data` is all, and notes where the samples lie. */
export function cleanMovie(data: Uint8Array, film: Film): void {
  for (const box of prune(data, only(data), film, "")) {
    if (box.kind === "mvex") {
      for (const each of prune(data, box, film, "")) {
        const view = inside(data, each);
        if (each.kind === "trex") film.sizes.set(view.u32(4), view.u32(16));
      }
    }
    if (box.kind === "trak") cleanTrack(data, box, film);
  }
}

/** Cleans a box `moof`, of which `data` is all and which stands at `at` in the file. */
export function cleanFragment(data: Uint8Array, at: number, film: Film): void {
  const fragment: Fragment = { at };
  for (const box of prune(data, only(data), film, "")) {
    if (box.kind !== "traf") continue;
    const head = boxesIn(data, box).find((each) => each.kind === "tfhd");
    const track = head ? inside(data, head).u32(4) : 0;
    const ranges = runRanges(data, box, fragment, film.sizes.get(track) ?? 0);
    if (film.played.has(track)) {
      append(film.kept, ranges);
      prune(data, box, film, "");
    } else {
      append(film.gone, ranges);
      drop(data, box, film.removed);
    }
  }
}

function append(ranges: Range[], more: Range[]): void {
  for (const range of more) ranges.push(range);
}

function cleanTrack(data: Uint8Array, trak: Box, film: Film): void {
  const hdlr = path(data, trak, ["mdia", "hdlr"]);
  const tkhd = path(data, trak, ["tkhd"]);
  const stbl = path(data, trak, ["mdia", "minf", "stbl"]);
  const stsd = stbl && path(data, stbl, ["stsd"]);
  if (!hdlr || !tkhd || !stbl || !stsd) {
    throw new Uncleanable("broken", "a track without its parts");
  }
  const handler = inside(data, hdlr).tag(8);
  const ranges = sampleRanges(data, stbl, frameBytes(data, stsd, handler));
  if (!PLAYED.includes(handler)) {
    append(film.gone, ranges);
    drop(data, trak, film.removed);
    return;
  }
  append(film.kept, ranges);
  const view = inside(data, tkhd);
  film.played.add(view.u32(view.u8(0) === 1 ? 20 : 12));
  cleanParts(data, trak, film, handler);
}

function cleanParts(data: Uint8Array, parent: Box, film: Film, handler: string): void {
  for (const box of prune(data, parent, film, handler)) {
    if (KEPT.has(box.kind)) cleanParts(data, box, film, handler);
  }
}

/** Blanks what may not stand in the box, rewrites what may; returns what stays. */
function prune(data: Uint8Array, parent: Box, film: Film, handler: string): Box[] {
  const allowed = KEPT.get(parent.kind) ?? [];
  return boxesIn(data, parent).filter((box) => {
    if (!allowed.includes(box.kind)) {
      drop(data, box, film.removed);
      return false;
    }
    if (box.kind === "stsd") cleanEntries(data, box, handler, film.removed);
    else REWRITTEN.get(box.kind)?.(data, box, film);
    return true;
  });
}

/** The box at the end of a path of kinds, the first of each, if there is one. */
function path(data: Uint8Array, box: Box, kinds: readonly string[]): Box | undefined {
  let found: Box | undefined = box;
  for (const kind of kinds) {
    found = found && boxesIn(data, found).find((each) => each.kind === kind);
  }
  return found;
}

type Rewrite = (data: Uint8Array, box: Box, film: Film) => void;

/** Makes creation and modification of a header 1904, which stands for unknown. */
function times(length: number): Rewrite {
  return (data, box, film) => {
    const view = inside(data, box);
    const longer = view.u8(0) === 1 ? 12 : 0;
    view.take(0, length + longer);
    if (zero(data, box.body + 4, box.body + (longer ? 20 : 12))) film.removed.add("times");
    // QuickTime's preview, poster, selection and current time.
    if (box.kind === "mvhd") zero(data, box.body + 72 + longer, box.body + 96 + longer);
    if (box.kind === "mdhd") data.set(UNDETERMINED, box.body + 20 + longer);
  };
}

/** Leaves a handler its kind; its maker and its name go. */
export function cleanHandler(data: Uint8Array, box: Box, film: Film): void {
  inside(data, box).take(0, 12);
  if (zero(data, box.body + 12, box.end)) film.removed.add("names");
}

/** Sees that the samples lie in this file, and that no path to another one is told. */
export function cleanFiles(data: Uint8Array, box: Box): void {
  inside(data, box).take(0, 8);
  for (const entry of boxes(data, box.body + 8, box.end)) {
    if (!(inside(data, entry).u32(0) & 1)) {
      throw new Uncleanable("unusual", "samples in another file");
    }
    zero(data, entry.body + 4, entry.end);
  }
}

const REWRITTEN = new Map<string, Rewrite>([
  ["mvhd", times(100)],
  ["tkhd", times(84)],
  ["mdhd", times(24)],
  ["hdlr", cleanHandler],
  ["dref", cleanFiles],
]);
