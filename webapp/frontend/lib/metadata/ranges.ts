// What stays of a file's media: ranges in order, merged, without those that must go.
import { Uncleanable } from "./errors.ts";
import type { Range } from "./samples.ts";
import type { Piece } from "./source.ts";

/** A part of the file: where it stands, how long its head and all of it are. */
export interface Part {
  at: number;
  head: number;
  length: number;
}

/** The ranges that stay, in order; throws Uncleanable where one begins outside the media. */
export function keptWithin(kept: Range[], gone: Range[], media: Part[]): Range[] {
  const merged = merge(kept);
  let i = 0;
  for (const [start] of merged) {
    let part = media[i];
    while (part && part.at + part.length <= start) part = media[++i];
    if (!part || start < part.at + part.head) {
      throw new Uncleanable("unusual", "samples at an unusual place");
    }
  }
  return without(merged, inOrder(gone));
}

function inOrder(ranges: Range[]): Range[] {
  const filled = ranges.filter(([start, end]) => start < end);
  return filled.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
}

function merge(ranges: Range[]): Range[] {
  const merged: [number, number][] = [];
  for (const [start, end] of inOrder(ranges)) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
    else merged.push([start, end]);
  }
  return merged;
}

/** Takes the ranges `gone` out of those kept; both are in order. */
function without(kept: Range[], gone: Range[]): Range[] {
  const left: Range[] = [];
  let i = 0;
  for (const [start, end] of kept) {
    while ((gone[i]?.[1] ?? end) <= start) i++;
    let at = start;
    for (let j = i; at < end; j++) {
      const [first, last] = gone[j] ?? [end, end];
      const stop = Math.min(first, end);
      if (stop > at) left.push([at, stop]);
      at = first >= end ? end : Math.max(at, last);
    }
  }
  return left;
}

/** The pieces of one part: its head, what stays of it, and zeros between. */
export function split(part: Part, kept: readonly Range[]): Piece[] {
  const pieces: Piece[] = [{ at: part.at, length: part.head }];
  let at = part.at + part.head;
  const end = part.at + part.length;
  for (let i = firstAfter(kept, at); i < kept.length; i++) {
    const [first, last] = kept[i] ?? [end, end];
    if (first >= end) break;
    const [start, stop] = [Math.max(first, at), Math.min(last, end)];
    pieces.push({ zeros: start - at }, { at: start, length: stop - start });
    at = stop;
  }
  return [...pieces, { zeros: end - at }];
}

/** The number of the first range that ends after this place. */
function firstAfter(kept: readonly Range[], at: number): number {
  let [low, high] = [0, kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle]?.[1] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
