// What the worker does with what the server gives: only a whole and true file ever comes out.
import { expect, test, vi } from "vitest";
import { equal, randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { CHUNK_LENGTH, sealFile } from "../../../webapp/frontend/lib/files.ts";
import { type FileAnswer, unsealFile } from "../../../webapp/frontend/staff/files/unseal.ts";
import { LOOK_AT } from "../../../webapp/frontend/staff/logic/true-type.ts";

const key = {
  site: randomBytes(16),
  conv: randomBytes(16),
  fileId: randomBytes(16),
  fk: randomBytes(32),
};
const data = Uint8Array.from({ length: 2 * CHUNK_LENGTH + 9 }, (_, i) => i % 251);
const { blob, hash } = sealFile(key, data);
const request = { path: "/here", token: "mine", file: { ...key, size: data.length, hash } };

/** The answer to bytes that come in pieces; how the stream ends is the server's. */
function given(bytes: Uint8Array, end: "closed" | "torn" = "closed"): Response {
  const body = new ReadableStream<Uint8Array>({
    start(to) {
      for (let at = 0; at < bytes.length; at += 50_000) to.enqueue(bytes.slice(at, at + 50_000));
      if (end === "closed") to.close();
      else to.error(new TypeError("network error"));
    },
  });
  return new Response(body);
}

const open = (answer: Response, told: FileAnswer[] = []): Promise<FileAnswer> =>
  unsealFile(
    request,
    () => Promise.resolve(answer),
    (one) => told.push(one),
  );

async function contentOf(answer: FileAnswer): Promise<Uint8Array | null> {
  if (!("content" in answer)) return null;
  expect(answer.content.type).toBe("application/octet-stream");
  return new Uint8Array(await answer.content.arrayBuffer());
}

test("a whole file comes out, asked for with the token and kept by no cache", async () => {
  let asked: [string, RequestInit] | undefined;
  const answer = await unsealFile(
    request,
    (path, init) => {
      asked = [path, init];
      return Promise.resolve(given(blob));
    },
    () => undefined,
  );
  expect(await contentOf(answer)).toEqual(data);
  expect("head" in answer && answer.head).toEqual(data.slice(0, LOOK_AT));
  expect(asked?.[0]).toBe("/here");
  expect(asked?.[1]).toMatchObject({
    headers: { Authorization: "Bearer mine" },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
});

test.each([
  ["cut at a chunk's boundary", given(blob.slice(0, 1 + 65_536)), { broken: "short" }],
  ["empty", given(new Uint8Array()), { broken: "short" }],
  ["lengthened", given(Uint8Array.from([...blob, 0])), { broken: "long" }],
  ["changed", given(blob.map((byte, i) => (i === 70_000 ? byte ^ 1 : byte))), { broken: "chunk" }],
  ["torn on the way", given(blob, "torn"), { failed: "line" }],
  ["refused", new Response("{}", { status: 403 }), { status: 403 }],
  ["not there", new Response("{}", { status: 404 }), { status: 404 }],
])("what is %s gives a reason and no byte", async (_, response, why) => {
  expect(await open(response)).toEqual(why);
});

test("a file that the browser cannot keep is said to be one", async () => {
  class Full extends Blob {
    override slice(): Blob {
      const read = () => Promise.reject(new DOMException("full", "NotReadableError"));
      return Object.assign(new Blob(), { arrayBuffer: read });
    }
  }
  vi.stubGlobal("Blob", Full);
  expect(await open(given(blob))).toEqual({ failed: "memory" });
  vi.unstubAllGlobals();
});

test("a size that no file has takes no memory before its bytes come", async () => {
  const huge = { ...request, file: { ...request.file, size: 2 ** 40 } };
  const answer = await unsealFile(
    huge,
    () => Promise.resolve(given(blob)),
    () => undefined,
  );
  expect(answer).toEqual({ broken: "short" });
});

test("a large file is handed to the browser in pieces, and nothing of it is held", async () => {
  const long = new Uint8Array(10_000_000).fill(7);
  const sealed = sealFile(key, long);
  const made: number[] = [];
  class Counted extends Blob {
    constructor(parts: BlobPart[], options?: BlobPropertyBag) {
      super(parts, options);
      made.push(parts.length);
    }
  }
  vi.stubGlobal("Blob", Counted);
  const file = { ...key, size: long.length, hash: sealed.hash };
  const answer = await unsealFile(
    { ...request, file },
    () => Promise.resolve(given(sealed.blob)),
    () => undefined,
  );
  vi.unstubAllGlobals();
  expect(equal((await contentOf(answer)) ?? long.subarray(1), long)).toBe(true);
  expect(made.length).toBeGreaterThan(2);
  expect(Math.max(...made)).toBeLessThan(100); // chunks of 64 KiB
});

test("of a stream that goes wrong no more is fetched", async () => {
  let ended = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (to) => to.enqueue(new Uint8Array(70_000).fill(2)),
    cancel: () => {
      ended = true;
    },
  });
  expect(await open(new Response(body))).toEqual({ broken: "version" });
  expect(ended).toBe(true);
});
