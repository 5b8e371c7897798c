// A file sealed while it is read: parts for the line, one in memory at a time, and the hash of them all.
import { u8, zeros } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import {
  CHUNK_LENGTH,
  chunkSealer,
  type FileKey,
  paddedFileLength,
  SEALED_CHUNK,
  VERSION,
} from "./files.ts";
import { hashing } from "./hash.ts";

/** How a blob is cut for the line: part n is its bytes from n * PART, only the last is shorter. */
export const PART = 8 * SEALED_CHUNK;

/** Content in pieces of any size as chunks of the padded file; throws Malformed unless it is `size` bytes. */
async function* chunksOf(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let left = paddedFileLength(size);
  let chunk = zeros(Math.min(CHUNK_LENGTH, left));
  let [filled, read] = [0, 0];
  const next = () => {
    left -= chunk.length;
    chunk = zeros(Math.min(CHUNK_LENGTH, left));
    filled = 0;
  };
  for await (const piece of content) {
    read += piece.length;
    if (read > size) throw new Malformed("more bytes than the file had");
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + chunk.length - filled);
      chunk.set(taken, filled);
      at += taken.length;
      filled += taken.length;
      if (filled < chunk.length) break;
      yield chunk;
      next();
    }
  }
  if (read !== size) throw new Malformed("fewer bytes than the file had");
  while (left > 0) {
    yield chunk;
    next();
  }
}

/** The pieces of a blob in order; each byte of the content is read once. */
async function* sealedPieces(file: FileKey, size: number, content: AsyncIterable<Uint8Array>) {
  const seal = chunkSealer(file);
  const chunks = Math.ceil(paddedFileLength(size) / CHUNK_LENGTH);
  let i = 0;
  yield u8(VERSION);
  for await (const chunk of chunksOf(content, size)) {
    yield seal(i, i === chunks - 1, chunk);
    i++;
  }
}

/** The blob in parts, which are the caller's to keep until they arrived; at the end, its hash. */
export async function* sealedParts(
  file: FileKey,
  size: number,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, Uint8Array> {
  const hash = hashing();
  let part = zeros(PART);
  let filled = 0;
  for await (const piece of sealedPieces(file, size, content)) {
    hash.update(piece);
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + PART - filled);
      part.set(taken, filled);
      at += taken.length;
      filled += taken.length;
      if (filled < PART) break;
      yield part;
      part = zeros(PART);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
  return hash.digest();
}
