// A source's browser cleans what it is given; tests/integration/test_two_cleaners.py holds the bytes
// to those of the server. Here: how files are read, and that nothing else is thrown.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, u32, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { withoutMetadata } from "../../../webapp/frontend/lib/metadata/clean.ts";
import { Uncleanable } from "../../../webapp/frontend/lib/metadata/errors.ts";
import {
  cleanedBytes,
  MEMORY,
  type Source,
  sourceOfBytes,
  sourceOfFile,
  stream,
} from "../../../webapp/frontend/lib/metadata/source.ts";

const folder = fileURLToPath(new URL("../../golden/files", import.meta.url));
const names = readdirSync(folder);
const golden = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const has = (bytes: Uint8Array, word: string) => Buffer.from(bytes).includes(word);

async function clean(source: Source) {
  const { cleaned } = await withoutMetadata(source);
  if (!cleaned) throw new Error("not cleaned");
  return { ...cleaned, bytes: await cleanedBytes(source, cleaned) };
}

describe("a file without its metadata", () => {
  test.each(names)("%s holds no planted word, and is the same cleaned twice", async (name) => {
    const before = golden(name);
    const once = await clean(sourceOfBytes(before));
    const twice = await clean(sourceOfBytes(once.bytes));
    expect(has(before, "QL-CANARY")).toBe(name !== "plain.webp");
    expect(has(once.bytes, "QL-CANARY")).toBe(false);
    expect(Buffer.compare(twice.bytes, once.bytes)).toBe(0);
    expect([...twice.removed]).toEqual([]);
  });

  test("is the same from a file of the browser as from bytes", async () => {
    for (const name of ["baseline.jpg", "phone.mov", "preview.heic"]) {
      const bytes = golden(name);
      const file = new Blob([bytes]);
      const fromFile = await clean(sourceOfFile(file));
      const fromBytes = await clean(sourceOfBytes(bytes));
      expect(Buffer.compare(fromFile.bytes, fromBytes.bytes), name).toBe(0);
      expect(fromFile.evidence).toEqual(fromBytes.evidence);
    }
  });

  test("tells place and time before they go, and nothing of the camera", async () => {
    const { evidence } = await clean(sourceOfBytes(golden("baseline.jpg")));
    expect(evidence).toEqual({
      taken: "2021-03-14T15:09:26",
      offset: "-06:00",
      utc: "2021-03-14T21:09:20Z",
      latitude: 19.4326,
      longitude: -99.1332,
      altitude: 2240,
    });
  });

  test("does not change what it was given", async () => {
    for (const name of names) {
      const bytes = golden(name);
      await clean(sourceOfBytes(bytes));
      expect(Buffer.compare(bytes, golden(name)), name).toBe(0);
    }
  });
});

describe("a film that is longer than memory", () => {
  const SIZE = 500 * 1024 * 1024;

  /** The golden film with its tables first, and half a gigabyte of nothing in its media. */
  function large() {
    const film = golden("film.mp4");
    const at = Buffer.from(film).indexOf("mdat") - 4;
    const start = concat(film.subarray(0, at), u32(SIZE - at), film.subarray(at + 4));
    let read = 0;
    const source: Source = {
      size: SIZE,
      read: (from, length) => {
        read += length;
        const part = new Uint8Array(Math.max(0, Math.min(length, SIZE - from)));
        part.set(start.subarray(from, from + part.length));
        return Promise.resolve(part);
      },
    };
    return { source, read: () => read, start };
  }

  test("is cleaned by reading its tables only", async () => {
    const { source, read } = large();
    const { cleaned } = await withoutMetadata(source);
    expect(cleaned?.pieces.length).toBeLessThan(100);
    expect(read()).toBeLessThan(64 * 1024);
  });

  test("comes out in parts of at most a megabyte", async () => {
    const { source, start } = large();
    const { cleaned } = await withoutMetadata(source);
    let [all, longest] = [0, 0];
    for await (const part of stream(source, cleaned?.pieces ?? [])) {
      all += part.length;
      longest = Math.max(longest, part.length);
      if (all > start.length + 4 * 1024 * 1024) break;
    }
    expect(longest).toBe(1024 * 1024);
  });
});

describe("a file that cannot be cleaned", () => {
  const why = async (source: Source) => {
    const error = await withoutMetadata(source).catch((thrown: unknown) => thrown);
    return error instanceof Uncleanable ? error.why : error;
  };

  test("is refused with its reason", async () => {
    expect(await why(sourceOfBytes(golden("grey.jpg").subarray(0, 300)))).toBe("broken");
    expect(await why(sourceOfBytes(concat(golden("plain.webp").subarray(0, 40))))).toBe("broken");
    const film = Buffer.from(golden("film.mp4").map((byte) => byte));
    film.write("encv", film.indexOf("stsd") + 16);
    expect(await why(sourceOfBytes(new Uint8Array(film)))).toBe("unusual");
    const long = { ...sourceOfBytes(golden("grey.jpg")), size: MEMORY + 1 };
    expect(await why(long)).toBe("large");
  });

  test("of any bytes nothing else is thrown", async () => {
    const starts = ["\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "RIFF\x40\0\0\0WEBPVP8X"];
    const boxes = ["\0\0\0\x10ftypheic\0\0\0\0", "\0\0\0\x10ftypisom\0\0\0\0", "\0\0\0\x08wide"];
    const beginning = fc.constantFrom(...starts, ...boxes);
    await fc.assert(
      fc.asyncProperty(beginning, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        const head = Uint8Array.from(start, (character) => character.charCodeAt(0));
        const source = sourceOfBytes(concat(head, rest));
        const outcome = await clean(source).catch((error: unknown) => error);
        const fine = outcome instanceof Uncleanable || !(outcome instanceof Error);
        expect(fine, String(outcome)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("what is not cleaned at all is only named", async () => {
    expect(await withoutMetadata(sourceOfBytes(utf8("%PDF-1.7")))).toEqual({ kind: "pdf" });
  });
});
