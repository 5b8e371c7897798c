// A blob as it arrives, unsealed chunk by chunk. What comes out is the sender's only once `finish` says so.
import { blake2b } from "@noble/hashes/blake2.js";
import { equal, exactly, isZero } from "./bytes.ts";
import { Malformed, Refused } from "./errors.ts";
import {
  blobLength,
  CHUNK_LENGTH,
  chunkOpener,
  type FileKey,
  type OpenChunk,
  SEALED_CHUNK,
  VERSION,
} from "./files.ts";

/** Why a blob is not the file that was sent; the desk has words for each. */
export type Broken = "short" | "long" | "version" | "chunk" | "padding" | "hash";

/** The bytes that came are not the sender's file. */
export class BrokenFile extends Refused {
  constructor(readonly why: Broken) {
    super(`this is not the file that was sent: ${why}`);
  }
}

/** What the message says about a file: its size, and the hash of its blob. */
export interface SentFile extends FileKey {
  size: number;
  hash: Uint8Array;
}

/** Takes a blob in pieces of any length, and gives its content piece by piece to whoever keeps it. */
export class FileOpener {
  readonly #file: SentFile;
  readonly #length: number;
  readonly #chunkOf: OpenChunk;
  readonly #hash = blake2b.create({ dkLen: 32 });
  readonly #keep: (piece: Uint8Array) => void;
  readonly #chunk = new Uint8Array(SEALED_CHUNK);
  /** Bytes of the blob that came, and how many of them wait for the rest of their chunk. */
  #came = 0;
  #waiting = 0;
  #opened = 0;

  /** Throws Malformed for a hash or key of another length. */
  constructor(file: SentFile, keep: (piece: Uint8Array) => void) {
    exactly(32, file.hash, "hash");
    this.#file = file;
    this.#length = blobLength(file.size);
    this.#chunkOf = chunkOpener(file);
    this.#keep = keep;
  }

  /** How long the whole blob is. */
  get length(): number {
    return this.#length;
  }

  /** The next bytes; throws BrokenFile as soon as they cannot be the sender's. */
  take(bytes: Uint8Array): void {
    if (this.#came + bytes.length > this.#length) throw new BrokenFile("long");
    this.#hash.update(bytes);
    let at = this.#came === 0 ? this.#begin(bytes) : 0;
    this.#came += bytes.length;
    while (at < bytes.length) {
      const left = Math.min(SEALED_CHUNK, this.#length - 1 - this.#opened * SEALED_CHUNK);
      const piece = bytes.subarray(at, at + left - this.#waiting);
      this.#chunk.set(piece, this.#waiting);
      this.#waiting += piece.length;
      at += piece.length;
      if (this.#waiting === left) this.#open(this.#chunk.subarray(0, left));
    }
  }

  /** What was kept is the content; throws BrokenFile unless length, hash, every chunk and the padding hold. */
  finish(): void {
    if (this.#came < this.#length) throw new BrokenFile("short");
    if (!equal(this.#hash.digest(), this.#file.hash)) throw new BrokenFile("hash");
  }

  #begin(bytes: Uint8Array): number {
    if (bytes.length > 0 && bytes[0] !== VERSION) throw new BrokenFile("version");
    return Math.min(1, bytes.length);
  }

  #open(sealed: Uint8Array): void {
    const last = 1 + this.#opened * SEALED_CHUNK + sealed.length === this.#length;
    const plain = this.#plain(last, sealed);
    const at = this.#opened * CHUNK_LENGTH;
    const kept = Math.max(0, Math.min(plain.length, this.#file.size - at));
    if (!isZero(plain.subarray(kept))) throw new BrokenFile("padding");
    if (kept > 0) this.#keep(plain.subarray(0, kept));
    this.#opened += 1;
    this.#waiting = 0;
  }

  #plain(last: boolean, sealed: Uint8Array): Uint8Array {
    try {
      return this.#chunkOf(this.#opened, last, sealed);
    } catch (error) {
      if (error instanceof Malformed) throw error;
      throw new BrokenFile("chunk");
    }
  }
}
