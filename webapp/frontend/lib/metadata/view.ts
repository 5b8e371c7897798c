// Numbers and tags out of bytes; nothing outside of them can be read.
import { Uncleanable } from "./errors.ts";

const EMPTY = new Uint8Array();

/** Bytes as characters of one byte each, in which formats name their parts. */
export function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A number in `width` bytes; what does not fit is cut off, and negative ones count from the top. */
export function numberBytes(value: number, width: number, little = false): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[little ? width - 1 - i : i] = rest & 255;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

export function startsWith(bytes: Uint8Array, beginning: string): boolean {
  return latin(bytes.subarray(0, beginning.length)) === beginning;
}

/** A window on bytes; offsets count from its start, and what lies outside throws Uncleanable. */
export class View {
  readonly data: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly little: boolean;

  constructor(data: Uint8Array = EMPTY, start = 0, end = data.length, little = false) {
    this.data = data;
    this.start = start;
    this.end = end;
    this.little = little;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** These bytes, not copied. */
  take(at: number, length: number): Uint8Array {
    const first = this.start + at;
    if (at < 0 || length < 0 || first + length > this.end) {
      throw new Uncleanable("broken", "ends too early");
    }
    return this.data.subarray(first, first + length);
  }

  /** An unsigned number; beyond 2^53 it is broken. */
  number(at: number, width: number): number {
    const bytes = this.take(at, width);
    let value = 0;
    for (let i = 0; i < width; i++) {
      value = value * 256 + (bytes[this.little ? width - 1 - i : i] ?? 0);
    }
    if (!Number.isSafeInteger(value)) throw new Uncleanable("broken", "number too large");
    return value;
  }

  u8(at: number): number {
    return this.number(at, 1);
  }

  u16(at: number): number {
    return this.number(at, 2);
  }

  u32(at: number): number {
    return this.number(at, 4);
  }

  u64(at: number): number {
    return this.number(at, 8);
  }

  /** Four characters, as most formats name their parts. */
  tag(at: number): string {
    return latin(this.take(at, 4));
  }
}
