// A file in sealed chunks: cut, swapped, repeated or lengthened, it no longer opens.
import { aeadOpen, aeadSeal, TAG_LENGTH } from "./aead.ts";
import { concat, equal, exactly, isZero, u8, u32, zeros } from "./bytes.ts";
import { Malformed, Refused } from "./errors.ts";
import { H, K } from "./hash.ts";
import { FILE } from "./labels.ts";
import { padme } from "./padding.ts";

export const CHUNK_LENGTH = 65_520;
export const SEALED_CHUNK = CHUNK_LENGTH + TAG_LENGTH;
export const VERSION = 1;

/** Which file of which conversation; `fk` is fresh whenever the content is read again. */
export interface FileKey {
  site: Uint8Array;
  conv: Uint8Array;
  fileId: Uint8Array;
  fk: Uint8Array;
}

/** How many bytes of padded content a file of this size becomes. */
export function paddedFileLength(size: number): number {
  return Math.max(CHUNK_LENGTH, padme(size));
}

/** How long the blob of a file of this size is, exactly. */
export function blobLength(size: number): number {
  const padded = paddedFileLength(size);
  return 1 + padded + TAG_LENGTH * Math.ceil(padded / CHUNK_LENGTH);
}

/** The nonce and additional data that tie a chunk to its place: its number and whether it ends. */
function place(file: FileKey, i: number, last: boolean) {
  const position = concat(u32(i), u8(last ? 1 : 0));
  const site = exactly(16, file.site, "site");
  const conv = exactly(16, file.conv, "conv");
  const fileId = exactly(16, file.fileId, "file_id");
  return {
    nonce: concat(zeros(19), position),
    aad: concat(FILE, site, conv, fileId, position),
  };
}

/** Seals one chunk of padded content: its number, and whether it is the last. */
export type SealChunk = (i: number, last: boolean, chunk: Uint8Array) => Uint8Array;

export function chunkSealer(file: FileKey): SealChunk {
  const key = K(file.fk, "file");
  return (i, last, chunk) => {
    const { nonce, aad } = place(file, i, last);
    return aeadSeal(key, nonce, aad, chunk);
  };
}

/** Opens one chunk of a blob: its number, and whether it is the last; throws Refused. */
export type OpenChunk = (i: number, last: boolean, sealed: Uint8Array) => Uint8Array;

export function chunkOpener(file: FileKey): OpenChunk {
  const key = K(file.fk, "file");
  return (i, last, sealed) => {
    const { nonce, aad } = place(file, i, last);
    return aeadOpen(key, nonce, aad, sealed);
  };
}

/** The pieces of a blob in order, one chunk in memory at a time besides the content. */
export function* sealChunks(file: FileKey, data: Uint8Array): Generator<Uint8Array> {
  const seal = chunkSealer(file);
  const length = paddedFileLength(data.length);
  yield Uint8Array.of(VERSION);
  for (let offset = 0, i = 0; offset < length; offset += CHUNK_LENGTH, i++) {
    const chunk = zeros(Math.min(CHUNK_LENGTH, length - offset));
    chunk.set(data.subarray(offset, offset + CHUNK_LENGTH));
    yield seal(i, offset + CHUNK_LENGTH >= length, chunk);
  }
}

export function sealFile(file: FileKey, data: Uint8Array): { blob: Uint8Array; hash: Uint8Array } {
  const blob = concat(...sealChunks(file, data));
  return { blob, hash: H(blob) };
}

/** The content, after everything was checked: length, hash, every chunk, the zero padding. */
export function openFile(
  file: FileKey,
  { blob, size, hash }: { blob: Uint8Array; size: number; hash: Uint8Array },
): Uint8Array {
  if (blob.length !== blobLength(size)) throw new Malformed("blob of another length");
  if (blob[0] !== VERSION) throw new Malformed("unknown version");
  if (!equal(H(blob), exactly(32, hash, "hash"))) throw new Refused("not the blob that was sent");
  const open = chunkOpener(file);
  const padded = zeros(paddedFileLength(size));
  for (let offset = 1, i = 0; offset < blob.length; offset += SEALED_CHUNK, i++) {
    const sealed = blob.subarray(offset, offset + SEALED_CHUNK);
    padded.set(open(i, offset + SEALED_CHUNK >= blob.length, sealed), i * CHUNK_LENGTH);
  }
  if (!isZero(padded.subarray(size))) throw new Refused("padding is not zero");
  return padded.slice(0, size);
}
