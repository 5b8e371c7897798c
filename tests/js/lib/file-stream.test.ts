// A file that is sealed while it is read is byte for byte the one that is sealed at once.
import { describe, expect, test } from "vitest";
import { concat, equal, randomBytes, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { Malformed } from "../../../webapp/frontend/lib/errors.ts";
import { PART, sealedParts } from "../../../webapp/frontend/lib/file-stream.ts";
import {
  blobLength,
  CHUNK_LENGTH,
  type FileKey,
  sealFile,
} from "../../../webapp/frontend/lib/files.ts";

const made = (): FileKey => ({
  site: randomBytes(16),
  conv: randomBytes(16),
  fileId: randomBytes(16),
  fk: randomBytes(32),
});

/** Bytes without a pattern: a browser gives at most 65,536 random ones at once. */
const content = (size: number) =>
  concat(
    ...Array.from({ length: Math.ceil(size / 60_000) }, (_, i) =>
      randomBytes(Math.min(60_000, size - i * 60_000)),
    ),
  );

async function* inPieces(data: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += length) yield data.subarray(at, at + length);
}

async function sealed(file: FileKey, size: number, pieces: AsyncIterable<Uint8Array>) {
  const stream = sealedParts(file, size, pieces);
  const parts: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { parts, hash: value };
    parts.push(value);
  }
}

const SIZES = [0, 1, CHUNK_LENGTH - 1, CHUNK_LENGTH, CHUNK_LENGTH + 1, PART, 3 * PART + 12_345];

describe("sealing while reading", () => {
  test.each(SIZES)("gives the blob and hash that sealing %i bytes at once gives", async (size) => {
    const file = made();
    const data = content(size);
    const { blob, hash } = sealFile(file, data);
    for (const length of [1_000_003, 7_919]) {
      const streamed = await sealed(file, size, inPieces(data, length));
      expect(equal(concat(...streamed.parts), blob)).toBe(true);
      expect(equal(streamed.hash, hash)).toBe(true);
    }
  });

  test("cuts the blob where the server cuts it, and only the last part is shorter", async () => {
    const size = 2 * PART;
    const { parts } = await sealed(made(), size, inPieces(zeros(size), PART));
    const whole = Math.floor(blobLength(size) / PART);
    expect(parts.map(({ length }) => length)).toEqual([
      ...Array.from({ length: whole }, () => PART),
      blobLength(size) % PART,
    ]);
  });

  test("reads no further than the part that was asked for", async () => {
    let read = 0;
    async function* counted() {
      for (let i = 0; i < 40; i++) {
        read += CHUNK_LENGTH;
        yield zeros(CHUNK_LENGTH);
      }
    }
    const stream = sealedParts(made(), 40 * CHUNK_LENGTH, counted());
    await stream.next();
    expect(read).toBeLessThanOrEqual(9 * CHUNK_LENGTH);
  });

  test.each([
    ["fewer", 99],
    ["more", 101],
  ])("stops where the file has %s bytes than it had", async (_, length) => {
    await expect(sealed(made(), 100, inPieces(zeros(length), 10))).rejects.toThrow(Malformed);
  });
});
