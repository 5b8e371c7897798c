// Bytes, numbers and their spellings, from which every message of the protocol is put together.
import { Malformed } from "./errors.ts";

const encoder = new TextEncoder();
// A byte order mark is content here: dropping it would make two texts out of one.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed("not UTF-8");
  }
}

/** JSON that every reader opens: half a character, as some keyboards leave it, becomes U+FFFD. */
export function jsonBytes(value: unknown): Uint8Array {
  const whole = (_: string, part: unknown) =>
    typeof part === "string" ? fromUtf8(utf8(part)) : part;
  return utf8(JSON.stringify(value, whole));
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether two byte strings are the same, in a time that depends on their lengths only. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  return one.reduce((difference, byte, i) => difference | (byte ^ (other[i] ?? 0)), 0) === 0;
}

export function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Returns the bytes, or throws if there are not exactly `length` of them. */
export function exactly(length: number, bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length !== length) throw new Malformed(`${what}: ${bytes.length} bytes, not ${length}`);
  return bytes;
}

function unsigned(width: number, value: number): Uint8Array {
  // Numbers stay exact up to 2^53, which holds every counter and every time that we write.
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** width) {
    throw new Malformed(`${value} does not fit ${width} bytes`);
  }
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

export const u8 = (value: number) => unsigned(1, value);
export const u16 = (value: number) => unsigned(2, value);
export const u32 = (value: number) => unsigned(4, value);
export const u64 = (value: number) => unsigned(8, value);

/** The number of a key of a conversation or case: they begin at 1. */
export function generation(value: number): Uint8Array {
  if (value < 1) throw new Malformed("generations begin at 1");
  return u16(value);
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lower-case hex only, so that one value has one spelling. */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Malformed("not lower-case hex");
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );
}

const AT_ONCE = 0x8000; // a call takes so many arguments in every engine

export function toB64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(i, i + AT_ONCE));
  }
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** base64url without padding, and canonical: the unused bits of the last character must be zero. */
export function fromB64(text: string): Uint8Array {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) throw new Malformed("not base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (toB64(bytes) !== text) throw new Malformed("not canonical base64url");
  return bytes;
}

/** Reads a byte string from front to back; every read is bounded, and the end is checked. */
export class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new Malformed("ends too early");
    const part = this.#bytes.slice(this.#offset, end);
    this.#offset = end;
    return part;
  }

  number(width: number): number {
    const value = this.take(width).reduce((sum, byte) => sum * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw new Malformed("number too large");
    return value;
  }

  /** Takes what must stand here, and throws if something else does. */
  expect(bytes: Uint8Array, what: string): void {
    if (!equal(this.take(bytes.length), bytes)) throw new Malformed(`${what}: not as expected`);
  }

  end(): void {
    if (this.#offset !== this.#bytes.length) throw new Malformed("goes on too long");
  }
}
