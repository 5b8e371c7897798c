// What a message says about files is anybody's word: every field is bounded, what is unusable says so.
import { expect, test } from "vitest";
import { randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { filesIn, MOST_FILES } from "../../../webapp/frontend/staff/logic/sent-files.ts";

const good = {
  id: toB64(randomBytes(16)),
  name: "plate.jpg",
  type: "image/jpeg",
  size: 9,
  key: toB64(randomBytes(32)),
  hash: toB64(randomBytes(32)),
  kind: "jpeg",
  cleaned: ["exif"],
  evidence: { latitude: 1.5, taken: "2025-11-03T18:20:05" },
};
const one = (change: object) => filesIn({ t: "files", files: [{ ...good, ...change }] })[0] ?? null;

test("a file is read as it was said", () => {
  expect(one({})).toMatchObject({ name: "plate.jpg", kind: "jpeg", size: 9, cleaned: ["exif"] });
  expect(one({})?.evidence).toEqual(good.evidence);
  expect(one({ cleaned: null, evidence: null })).toMatchObject({ cleaned: null, evidence: null });
});

test.each([
  { id: "x" },
  { id: toB64(randomBytes(15)) },
  { id: 7 },
  { key: toB64(randomBytes(31)) },
  { key: null },
  { hash: "A".repeat(10_000) },
  { name: "n".repeat(256) },
  { name: "文".repeat(86) },
  { name: null },
  { type: {} },
  { size: -1 },
  { size: 1.5 },
  { size: "9" },
  { size: 2 ** 53 },
  { size: Number.NaN },
])("%j makes it a file that cannot be read", (change) => {
  expect(one(change)).toBeNull();
});

test("what is only odd is left away, and the file stays", () => {
  expect(one({ kind: "__proto__" })?.kind).toBe("other");
  expect(one({ cleaned: ["exif", "<b>", 7] })?.cleaned).toEqual(["exif"]);
  expect(one({ cleaned: "all" })?.cleaned).toBeNull();
  expect(
    one({ evidence: { latitude: 91, longitude: "1", taken: "t".repeat(41), x: 1 } })?.evidence,
  ).toBeNull();
});

test("no message names more files than a site takes, and what is no list is none", () => {
  expect(filesIn({ t: "files", files: Array(50).fill(good) })).toHaveLength(MOST_FILES);
  expect(filesIn({ t: "files", files: [null, 7, "x", []] })).toEqual([null, null, null, null]);
  expect(filesIn({ t: "files", files: {} })).toEqual([]);
  expect(filesIn({ t: "text", files: [good] })).toEqual([]);
  expect(filesIn(null)).toEqual([]);
});
