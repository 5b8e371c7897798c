// Padding to few lengths, so that the size of an envelope tells nothing about its words.
import { concat, isZero, Reader, u32, zeros } from "./bytes.ts";
import { Malformed, Refused } from "./errors.ts";

export const BUCKETS = [1024, 4096, 16384, 65536] as const;
const LARGEST_BUCKET = 65536;

/** PADMÉ: the length rounded up so that it tells O(log log L) bits only. */
export function padme(length: number): number {
  if (!Number.isSafeInteger(length) || length < 0) throw new Malformed("not a length");
  if (length < 2) return length;
  let exponent = 0;
  while (2 ** (exponent + 1) <= length) exponent++;
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - kept);
  return Math.ceil(length / step) * step;
}

/** The length in which `content` bytes (the four of the length included) travel. */
export function paddedLength(content: number): number {
  return BUCKETS.find((bucket) => content <= bucket) ?? padme(content);
}

/** Whether padded content can have this length at all. */
export function isPaddedLength(length: number): boolean {
  if (length <= LARGEST_BUCKET) return BUCKETS.some((bucket) => bucket === length);
  return padme(length) === length;
}

export function pad(inner: Uint8Array): Uint8Array {
  const content = 4 + inner.length;
  return concat(u32(inner.length), inner, zeros(paddedLength(content) - content));
}

/** Undoes `pad`, and refuses whatever `pad` would not have made. */
export function unpad(padded: Uint8Array): Uint8Array {
  const reader = new Reader(padded);
  const inner = reader.take(reader.number(4));
  const rest = padded.subarray(4 + inner.length);
  if (padded.length !== paddedLength(4 + inner.length)) throw new Refused("not the right bucket");
  if (!isZero(rest)) throw new Refused("padding is not zero");
  return inner;
}
