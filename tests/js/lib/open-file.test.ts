// A blob that was cut, mixed up, lengthened or exchanged is refused by name; whole ones open in any pieces.
import { describe, expect, test } from "vitest";
import { concat, equal, randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { blobLength, CHUNK_LENGTH, sealFile } from "../../../webapp/frontend/lib/files.ts";
import { BrokenFile, FileOpener, type SentFile } from "../../../webapp/frontend/lib/open-file.ts";

const SEALED = CHUNK_LENGTH + 16;
const SIZES = [0, 1, CHUNK_LENGTH - 1, CHUNK_LENGTH, CHUNK_LENGTH + 1, 3 * CHUNK_LENGTH + 5];

const place = () => ({
  site: randomBytes(16),
  conv: randomBytes(16),
  fileId: randomBytes(16),
  fk: randomBytes(32),
});

const dataOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + 1) % 251);

function sent(size: number): { file: SentFile; blob: Uint8Array; data: Uint8Array } {
  const [key, data] = [place(), dataOf(size)];
  const { blob, hash } = sealFile(key, data);
  return { file: { ...key, size, hash }, blob, data };
}

function opened(file: SentFile, blob: Uint8Array, piece = 100_000): Uint8Array {
  const kept: Uint8Array[] = [];
  const opener = new FileOpener(file, (plain) => kept.push(plain));
  for (let at = 0; at < blob.length; at += piece) opener.take(blob.subarray(at, at + piece));
  opener.finish();
  return concat(...kept);
}

function why(file: SentFile, blob: Uint8Array): string {
  try {
    opened(file, blob);
    return "accepted";
  } catch (error) {
    return error instanceof BrokenFile ? error.why : String(error);
  }
}

const chunks = (blob: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil((blob.length - 1) / SEALED) }, (_, i) =>
    blob.subarray(1 + i * SEALED, 1 + (i + 1) * SEALED),
  );
const whole = (...parts: Uint8Array[]) => concat(Uint8Array.of(1), ...parts);
const flipped = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe("a blob that is the sender's", () => {
  test.each(SIZES)("of %i bytes opens, in whatever pieces it comes", (size) => {
    const { file, blob, data } = sent(size);
    for (const piece of [1009, SEALED - 1, SEALED, SEALED + 1, blob.length]) {
      expect(equal(opened(file, blob, piece), data)).toBe(true);
    }
  });

  test("comes with empty pieces in between", () => {
    const { file, blob, data } = sent(10);
    const kept: Uint8Array[] = [];
    const opener = new FileOpener(file, (plain) => kept.push(plain));
    for (const piece of [blob.subarray(0, 0), blob, blob.subarray(0, 0)]) opener.take(piece);
    opener.finish();
    expect(equal(concat(...kept), data)).toBe(true);
  });
});

describe("a blob that is not", () => {
  const { file, blob } = sent(4 * CHUNK_LENGTH - 9);
  const parts = chunks(blob);
  const [a, b, ...rest] = parts as [Uint8Array, Uint8Array, ...Uint8Array[]];

  test("cut at every chunk's boundary, and one byte before and after it, is too short", () => {
    const ends = parts.map((_, i) => 1 + i * SEALED);
    for (const end of [0, ...ends.flatMap((at) => [at - 1, at, at + 1]), blob.length - 1]) {
      expect([end, why(file, blob.subarray(0, Math.max(0, end)))]).toEqual([end, "short"]);
    }
  });

  test("with two chunks swapped does not open", () => {
    expect(why(file, whole(b, a, ...rest))).toBe("chunk");
  });

  test("with a chunk repeated does not open, and lengthened by one is too long", () => {
    expect(why(file, whole(a, a, ...rest))).toBe("chunk");
    expect(why(file, concat(blob, a))).toBe("long");
    expect(why(file, concat(blob, Uint8Array.of(0)))).toBe("long");
  });

  test("with a foreign chunk does not open: of another file, another conversation, another key", () => {
    for (const other of ["fileId", "conv", "site", "fk"] as const) {
      const foreign = { ...file, [other]: randomBytes(file[other].length) };
      const theirs = chunks(sealFile(foreign, dataOf(file.size)).blob);
      expect(why(file, whole(a, theirs[1] ?? a, ...rest))).toBe("chunk");
    }
  });

  test("with one bit changed in any chunk or tag does not open", () => {
    parts.forEach((_, i) => {
      expect(why(file, flipped(blob, 1 + i * SEALED))).toBe("chunk");
      expect(why(file, flipped(blob, Math.min(blob.length, 1 + (i + 1) * SEALED) - 1))).toBe(
        "chunk",
      );
    });
  });

  test("of another version, or another hash than the message names, is refused", () => {
    expect(why(file, concat(Uint8Array.of(2), blob.subarray(1)))).toBe("version");
    expect(why({ ...file, hash: flipped(file.hash, 31) }, blob)).toBe("hash");
  });

  test("whose padding holds anything is refused: the message gives a smaller size", () => {
    const data = dataOf(CHUNK_LENGTH);
    const key = place();
    const { blob: full, hash } = sealFile(key, data);
    expect(blobLength(CHUNK_LENGTH - 1)).toBe(full.length);
    expect(why({ ...key, size: CHUNK_LENGTH - 1, hash }, full)).toBe("padding");
  });

  test("sealed by its own rules as a last chunk in the middle does not open", () => {
    const short = sealFile(file, dataOf(CHUNK_LENGTH - 20)).blob;
    expect(why(file, whole(short.subarray(1), b, ...rest))).toBe("chunk");
  });
});
