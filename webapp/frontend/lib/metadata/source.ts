// What a file is read from and what the cleaned one is made of: pieces of it, zeros, new bytes.
import { concat } from "../bytes.ts";
import { Uncleanable } from "./errors.ts";

/** The longest picture that is taken into memory, in bytes. */
export const MEMORY = 64 * 1024 * 1024;
/** The longest tables of a film; those of ten hours from a phone have about as many bytes. */
export const TABLES = 32 * 1024 * 1024;
/** How many parts a file may have, of any kind: beyond that somebody wants us to be busy. */
const MOST_PARTS = 100_000;
const STEP = 1024 * 1024;

export type Removed =
  | "exif" // place, time, camera
  | "xmp"
  | "iptc"
  | "colour" // a colour profile, which may be one device's
  | "text" // comments and other words
  | "pictures" // previews, further pictures, films inside pictures
  | "tags" // a film's labels: place, time, title
  | "times"
  | "names" // of devices and programs
  | "tracks" // what a film carries besides picture and sound
  | "trailing"
  | "other";

/** Bytes that can be read anywhere: fewer come where the source ends. */
export interface Source {
  readonly size: number;
  read(at: number, length: number): Promise<Uint8Array>;
}

/** What a browser's File can do. */
interface Sliced {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export function sourceOfBytes(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: (at, length) => Promise.resolve(bytes.subarray(at, at + length)),
  };
}

export function sourceOfFile(file: Sliced): Source {
  return {
    size: file.size,
    read: async (at, length) => new Uint8Array(await file.slice(at, at + length).arrayBuffer()),
  };
}

/** Bytes of the source as they are. */
export interface Kept {
  at: number;
  length: number;
}

/** As many zeros: what stood here is gone, and nothing moves. */
export interface Zeros {
  zeros: number;
}

export type Piece = Kept | Zeros | Uint8Array;

/** Place and time as the file told them; only what it did (see docs/metadata.md). */
export interface Evidence {
  taken?: string;
  offset?: string;
  utc?: string;
  latitude?: number;
  longitude?: number;
  altitude?: number;
}

/** A file without its metadata: what to put together, what is gone, what it told before. */
export interface Cleaned {
  pieces: Piece[];
  removed: Set<Removed>;
  /** How the picture is turned by a number in it, 1 to 8; the number was written anew. */
  orientation: number;
  evidence: Evidence;
}

export function nothingYet(): Cleaned {
  return { pieces: [], removed: new Set(), orientation: 1, evidence: {} };
}

/** Leaves away what is not known. */
export function told(known: { [name in keyof Evidence]: Evidence[name] | undefined }): Evidence {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

/** All bytes; throws beyond what we take into memory. */
export function whole(source: Source): Promise<Uint8Array> {
  if (source.size > MEMORY) throw new Uncleanable("large", "a picture of more than 64 MB");
  return source.read(0, source.size);
}

/** Throws Uncleanable beyond the parts that we go through. */
export function counted(parts: number): void {
  if (parts > MOST_PARTS) throw new Uncleanable("large", "too many parts");
}

/** How many bytes a piece becomes. */
export function lengthOf(piece: Piece): number {
  return "zeros" in piece ? piece.zeros : piece.length;
}

export function lengthOfAll(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
}

/** The cleaned file in order, at most a megabyte at a time unless a piece is new bytes. */
export async function* stream(source: Source, pieces: Iterable<Piece>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      yield piece;
      continue;
    }
    const all = lengthOf(piece);
    for (let done = 0; done < all; done += STEP) {
      const length = Math.min(STEP, all - done);
      yield "zeros" in piece ? new Uint8Array(length) : await source.read(piece.at + done, length);
    }
  }
}

/** The cleaned file in memory. */
export async function cleanedBytes(source: Source, cleaned: Cleaned): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream(source, cleaned.pieces)) parts.push(part);
  return concat(...parts);
}
