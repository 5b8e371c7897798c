// The protocol's known answers hold here, and no field of a vector file passes unchecked.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  checkVectors,
  Difference,
  NotVectors,
} from "../../../webapp/frontend/lib/vectors/check.ts";
import { makeVectors } from "../../../webapp/frontend/lib/vectors/make.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const known = join(root, "tests", "vectors", "vectors.json");

interface Vectors {
  protocol: number;
  tag: string;
  cases: Record<string, unknown>;
}

const load = (): Vectors => JSON.parse(readFileSync(known, "utf8"));

/** The file with some groups only, each held to three cases at most: quick to check again and again. */
function only(...groups: string[]): Vectors {
  const { cases, ...rest } = load();
  const kept = groups.map((name) => {
    const group = cases[name];
    return [name, Array.isArray(group) ? group.slice(0, name === "receipt" ? 1 : 3) : group];
  });
  return { ...rest, cases: Object.fromEntries(kept) };
}

type Path = (string | number)[];
const REMARKS = new Set(["reject", "envelopes", "uses"]);

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([name, each]) =>
    REMARKS.has(String(name)) ? [] : leaves(each, [...path, name]),
  );
}

/** Changes a number by one, and the last digit or letter of a text. */
function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  const text = String(value);
  if (text === "") return "00";
  return text.slice(0, -1) + (text.endsWith("0") ? "1" : "0");
}

function withChange(file: Vectors, path: Path): Vectors {
  const copy = structuredClone(file);
  let parent = copy.cases as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) parent = parent[name] as typeof parent;
  const last = path.at(-1) ?? "";
  parent[last] = changed(parent[last]);
  return copy;
}

/** Not of what an empty file would be made, nor which of many lengths a bucket is told for. */
const says = (path: Path) =>
  path.join(".") !== "file.cases.0.data_shake256_of" &&
  !(path[0] === "padded_length" && path[2] === 0);

describe("the known answers", () => {
  test("hold, and what must be refused is refused", async () => {
    expect(await checkVectors(load())).toEqual({ accepted: 61, refused: 44 });
  });

  const base = ["receipt", "epoch"];
  const groups = [
    ["hash"],
    ["kdf"],
    ["padme"],
    ["padded_length"],
    ["unpad"],
    ["receipt"],
    ["kem"],
    ["epoch"],
    ["key_record", ...base],
    ["accept", "key_record", ...base],
    ["envelope", "envelope_reject"],
    ["envelope_reject", "envelope"],
    ["file"],
    ["staff"],
    ["epoch_wrap"],
    ["share"],
    ["roster", "epoch"],
    ["case"],
  ];

  // Each changed field of these stretches words or a passphrase once more: `make test-long` has the time.
  const STRETCHED = ["staff", "receipt"];
  const STRETCHING = 120_000;
  const now = groups.filter(
    ([name = ""]) => process.env.QUIETLINE_LONG || !STRETCHED.includes(name),
  );
  test.each(now)(
    "have no field in %s that could change unnoticed",
    async (name, ...needed) => {
      const file = only(name as string, ...needed);
      await checkVectors(file);
      const paths = leaves(file.cases[name as string], [name as string]).filter(says);
      expect(paths.length).toBeGreaterThan(1);
      for (const path of paths) {
        const check = checkVectors(withChange(file, path));
        await expect(check, path.join(".")).rejects.toThrow(Difference);
      }
    },
    STRETCHING,
  );

  test.each([
    ["a reject that holds", "key_record", { "desk_wrap of another epoch": { epoch: 7 } }],
    ["a reject of something unknown", "key_record", { "desk_wrap of another mood": { mood: 1 } }],
    ["a reject that changes nothing", "accept", { "no change": {} }],
  ])("refuse %s", async (_, name, reject) => {
    const file = only(name, "key_record", ...base);
    Object.assign(file.cases[name] as object, { reject });
    await expect(checkVectors(file)).rejects.toThrow(Difference);
  });

  test("refuse an unknown group, field, tampering and missing field", async () => {
    const extra = only("hash");
    extra.cases.hashes = [];
    const field = only("hash");
    Object.assign((field.cases.hash as object[])[0] as object, { G: "00" });
    const tampering = only("file");
    Object.assign(tampering.cases.file as object, { reject: ["painted blue"] });
    const missing = only("staff");
    delete (missing.cases.staff as { salt?: string }).salt;
    for (const file of [extra, field, tampering, missing]) {
      await expect(checkVectors(file)).rejects.toThrow(Difference);
    }
  });

  test.each([null, [], {}, { protocol: 2, cases: { hash: [] } }, { protocol: 1, cases: {} }])(
    "are not to be found in %j",
    async (file) => {
      await expect(checkVectors(file)).rejects.toThrow(NotVectors);
    },
  );
});

describe("a random vector file", () => {
  test("holds", async () => {
    const { refused } = await checkVectors(await makeVectors("any"));
    expect(refused).toBeGreaterThan(40);
  });
});

describe("the command", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "vectors-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(...words: string[]) {
    const npm = ["--prefix", root, "run", "--silent", "vectors", "--", ...words];
    const { status, stdout, stderr } = spawnSync("npm", npm, { cwd: folder, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  function written(content: string): string {
    writeFileSync(join(folder, "some.json"), content);
    return "some.json";
  }

  test("prints how many cases it checked and exits 0", () => {
    const { status, stdout } = run(known);
    expect([status, stdout]).toEqual([0, "checked 105 cases: 61 accepted, 44 refused\n"]);
  });

  test("names the first difference and exits 1, for a file beside whoever asks", () => {
    const wrong = withChange(only("hash"), ["hash", 1, "H"]);
    const { status, stderr } = run(written(JSON.stringify(wrong)));
    expect([status, stderr]).toEqual([1, "difference: hash[1].H: differs\n"]);
  });

  test.each([
    ["something else", '{"name": "quietline"}'],
    ["no JSON", "{"],
  ])("exits 2 for %s", (_, content) => {
    expect(run(written(content)).status).toBe(2);
  });

  test("exits 2 for a file that is not there, and without a file", () => {
    expect([run("absent.json").status, run().status]).toEqual([2, 2]);
  });
});
