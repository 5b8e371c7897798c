// Files on their way from a source's browser: each byte read and sealed once, whatever the line does.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { concat, equal, randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { PART } from "../../../webapp/frontend/lib/file-stream.ts";
import { openFile } from "../../../webapp/frontend/lib/files.ts";
import { Cancelled, Line } from "../../../webapp/frontend/source/files/line.ts";
import { type Content, Refusal, Upload } from "../../../webapp/frontend/source/files/upload.ts";
import { FakeFiles } from "./fake-files.ts";

const PLACE = { site: randomBytes(16), conv: randomBytes(16), auth: randomBytes(32) };
const SIZE = 5 * PART + 4_321;
const STEP = 60_000;
const DATA = concat(
  ...Array.from({ length: Math.ceil(SIZE / STEP) }, (_, i) =>
    randomBytes(Math.min(STEP, SIZE - i * STEP)),
  ),
);

let server: FakeFiles;
let read: [number, number][];
let kept: boolean[];
let given: AbortController;
let done: number[];

/** The content, noting every range that is read of it. */
const content: Content = {
  size: SIZE,
  async *read() {
    for (let at = 0; at < SIZE; at += 1_000_000) {
      const part = DATA.subarray(at, at + 1_000_000);
      read.push([at, at + part.length]);
      yield part;
    }
  },
};

const lineOf = (waits = [1], patience = 60_000) =>
  new Line(server.ask, (lost) => kept.push(lost), waits, patience);

const uploadOn = (line: Line) => new Upload(line, PLACE, given.signal, (bytes) => done.push(bytes));

beforeEach(() => {
  server = new FakeFiles();
  read = [];
  kept = [];
  done = [];
  given = new AbortController();
});

async function isTheFile({ id, key, hash }: Awaited<ReturnType<Upload["send"]>>) {
  const file = { ...PLACE, fileId: id, fk: key };
  const opened = openFile(file, { blob: server.blob, size: SIZE, hash });
  return equal(opened, DATA);
}

const whyOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "sent",
    (error: unknown) => (error instanceof Refusal ? error.why : error),
  );

/** One range after the other from the beginning to the end. */
const onceFrom = (ranges: readonly [number, number][]) =>
  ranges.reduce((at, [from, to]) => (from === at ? to : Number.NaN), 0);

describe("a file that is sent", () => {
  test("is opened with what its message names", async () => {
    expect(await isTheFile(await uploadOn(lineOf()).send(content))).toBe(true);
    expect(done.at(-1)).toBe(server.blob.length);
  });

  test("keeps no more than two parts in memory", async () => {
    server.held = [];
    const sending = uploadOn(lineOf()).send(content);
    const turns = setInterval(() => server.held?.shift()?.());
    await sending;
    clearInterval(turns);
    expect(server.most).toBe(2);
  });

  test("goes again as the same bytes where parts or answers were lost, and no byte is read twice", async () => {
    server.failures = ["call", "answer", "call", "call", "answer"];
    const stored = await uploadOn(lineOf()).send(content);
    expect(await isTheFile(stored)).toBe(true);
    expect(onceFrom(read)).toBe(SIZE);
    for (const { number, bytes } of server.parts) {
      const [first] = server.parts.filter((part) => part.number === number);
      expect(equal(bytes, first?.bytes ?? bytes.subarray(1))).toBe(true);
    }
    expect(server.parts.length).toBe(Math.ceil(server.blob.length / PART) + 5);
    expect(kept).toContain(true);
    expect(kept.at(-1)).toBe(false);
  });

  test("is whole where its parts are acknowledged in another order", async () => {
    server.held = [];
    const sending = uploadOn(lineOf()).send(content);
    const turns = setInterval(() => server.held?.pop()?.());
    expect(await isTheFile(await sending)).toBe(true);
    clearInterval(turns);
    const numbers = done.slice(1).map((bytes) => bytes % PART);
    expect(numbers.filter((rest) => rest !== 0).length).toBeGreaterThan(0);
  });

  test("goes again where no answer comes at all", async () => {
    server.failures = ["hang", "hang"];
    expect(await isTheFile(await uploadOn(lineOf([1], 200)).send(content))).toBe(true);
    expect(onceFrom(read)).toBe(SIZE);
  });

  test("arrives over a line that takes far longer than was waited for at first", async () => {
    server.slow = 400;
    expect(await isTheFile(await uploadOn(lineOf([1], 50)).send(content))).toBe(true);
    expect(onceFrom(read)).toBe(SIZE);
  });

  test("waits for whoever paused, and goes on with the same bytes", async () => {
    const line = lineOf();
    server.held = [];
    const sending = uploadOn(line).send(content);
    await vi.waitFor(() => expect(server.parts.length).toBe(2));
    line.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.parts.length).toBe(2);
    expect(kept).toEqual([]);
    server.held = null;
    line.go();
    expect(await isTheFile(await sending)).toBe(true);
    expect(onceFrom(read)).toBe(SIZE);
    expect(equal(server.parts[0]?.bytes ?? DATA, server.parts[2]?.bytes ?? DATA)).toBe(true);
  });
});

describe("a file that is given up", () => {
  test("ends at once, also while the line is lost, and the server may clear it away", async () => {
    server.failures = Array.from({ length: 99 }, () => "call");
    const sending = uploadOn(lineOf([60_000])).send(content);
    await vi.waitFor(() => expect(kept).toEqual([true]));
    given.abort();
    await expect(sending).rejects.toThrow(Cancelled);
    await vi.waitFor(() => expect(server.files.size).toBe(0));
  });

  test("before its turn is never begun", async () => {
    given.abort();
    await expect(uploadOn(lineOf()).send(content)).rejects.toThrow(Cancelled);
    expect(server.calls).toEqual([]);
  });
});

describe("a server that says no", () => {
  const refusal = (status: number, problem = "") => ({ status, problem, json: {} });

  test.each([
    ["/files", 413, "file-too-large", "file-too-large"],
    ["/files", 409, "too-many-files", "too-many-files"],
    ["/files", 507, "no-room", "no-room"],
    ["/parts/1", 507, "no-room", "no-room"],
    ["/files", 401, "", "gone"],
    ["/files", 404, "", "gone"],
    ["/files", 403, "not-allowed", "refused"],
  ])("at %s with %i %s is a refusal with a word of its own", async (end, status, problem, why) => {
    server.refusals = [[end, refusal(status, problem)]];
    expect(await whyOf(uploadOn(lineOf()).send(content))).toBe(why);
  });

  test.each([
    ["/whole", 409, "file-differs"],
    ["/whole", 409, "parts-missing"],
    ["/parts/2", 404, ""],
  ])("at %s with %i %s gets the file anew, under another key and number", async (end, ...what) => {
    server.refusals = [[end, refusal(...what)]];
    expect(await isTheFile(await uploadOn(lineOf()).send(content))).toBe(true);
    const [first, second] = server.parts.filter(({ number }) => number === 0);
    expect(equal(first?.bytes ?? DATA, second?.bytes ?? DATA)).toBe(false);
  });

  test("that takes no bytes for what they are hears of it no fourth time", async () => {
    const differs = refusal(409, "file-differs");
    server.refusals = Array.from({ length: 9 }, () => ["/whole", differs]);
    expect(await whyOf(uploadOn(lineOf()).send(content))).toBe("file-differs");
    expect(server.parts.filter(({ number }) => number === 0).length).toBe(3);
  });
});

test("a file that has other bytes than it had is not sent", async () => {
  const shorter: Content = { size: SIZE + 1, read: content.read };
  await expect(uploadOn(lineOf()).send(shorter)).rejects.toThrow("fewer bytes");
  expect([...server.files.values()].every(({ whole }) => !whole)).toBe(true);
});
