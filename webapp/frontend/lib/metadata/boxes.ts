// The boxes of which MP4, MOV and HEIC are made (ISO/IEC 14496-12, section 4), and blanking them.
// Nothing ever moves, because the tables of a film count from the beginning of the file: what must
// go becomes a box `free` full of zeros.
import { Uncleanable } from "./errors.ts";
import { counted, type Removed } from "./source.ts";
import { bytesOf, View } from "./view.ts";

export const HEAD = 8;
export const LONG_HEAD = 16;
export const EMPTY: ReadonlySet<string> = new Set(["free", "skip", "wide"]);
const FREE = bytesOf("free");

/** Where a box lies in its buffer: its head, its content, its end. */
export interface Box {
  kind: string;
  at: number;
  body: number;
  end: number;
}

/** The content of a box. */
export function inside(data: Uint8Array, box: Box): View {
  return new View(data, box.body, box.end);
}

/**
 * The boxes from `start` to `end`; throws Uncleanable. A size of zero ends them, as QuickTime ends
 * some lists; what follows it is blanked.
 */
export function boxes(data: Uint8Array, start: number, end: number): Box[] {
  const found: Box[] = [];
  const view = new View(data, 0, end);
  let at = start;
  while (at + HEAD <= end) {
    const size = view.u32(at);
    if (size === 0) break;
    const body = at + (size === 1 ? LONG_HEAD : HEAD);
    const after = at + (size === 1 ? view.u64(at + HEAD) : size);
    if (after < body || after > end) throw new Uncleanable("broken", "a box of another length");
    found.push({ kind: view.tag(at + 4), at, body, end: after });
    counted(found.length);
    at = after;
  }
  zero(data, at, end);
  return found;
}

export function boxesIn(data: Uint8Array, box: Box): Box[] {
  return boxes(data, box.body, box.end);
}

/** Puts zeros there; returns whether something else was there before. */
export function zero(data: Uint8Array, start: number, end: number): boolean {
  const part = data.subarray(start, end);
  const was = part.some((byte) => byte !== 0);
  part.fill(0);
  return was;
}

/** Calls the box `free`; its content stays. */
export function rename(data: Uint8Array, box: Box): void {
  data.set(FREE, box.at + 4);
}

/** Makes the box a free one of the same length. */
export function blank(data: Uint8Array, box: Box): void {
  rename(data, box);
  zero(data, box.body, box.end);
}

const NAMES = new Map<string, Removed>([
  ["udta", "tags"],
  ["meta", "tags"],
  ["trak", "tracks"],
  ["traf", "tracks"],
  ["tref", "tracks"],
]);

/** Blanks a box that is not among those we keep. */
export function drop(data: Uint8Array, box: Box, removed: Set<Removed>): void {
  if (!EMPTY.has(box.kind)) removed.add(NAMES.get(box.kind) ?? "other");
  blank(data, box);
}
