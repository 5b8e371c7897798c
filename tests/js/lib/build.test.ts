// What the build puts into webapp/static: complete, small, and the same from the same sources.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { parseList } from "../../../webapp/frontend/lib/words.ts";
import { LISTS } from "../lists.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = join(root, "webapp", "static");

type Manifest = Record<string, { file: string; integrity: string }>;

const read = (file: string) => readFileSync(join(folder, file));

function build(): Manifest {
  const script = join(root, "webapp", "frontend", "build.mjs");
  const { status, stderr } = spawnSync("node", [script], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return JSON.parse(read("manifest.json").toString());
}

describe("the build", () => {
  let manifest: Manifest = {};
  beforeAll(() => {
    manifest = build();
  });

  const size = (name: string) => read(`${manifest[name]?.file}.br`).length;

  test("makes every file that the pages load", () => {
    expect(Object.keys(manifest)).toEqual(
      expect.arrayContaining([
        "source/main.js",
        "source/chat.js",
        "source/thread.js",
        "source/files.js",
        "source/file-worker.js",
        "source/engine.js",
        "source/line.js",
        "source/chat.css",
        "source/source.css",
        "source/words-en.txt",
        "source/words-es.txt",
        "staff/main.js",
        "staff/argon-worker.js",
        "staff/staff.css",
      ]),
    );
  });

  test("gives the same names for the same sources", () => {
    expect(build()).toEqual(manifest);
  });

  test("names each file by its content, and puts both compressed forms beside it", () => {
    for (const { file, integrity } of Object.values(manifest)) {
      const content = read(file);
      const digest = createHash("sha256").update(content).digest("base64");
      expect(integrity).toBe(`sha256-${digest}`);
      expect(brotliDecompressSync(read(`${file}.br`)).equals(content)).toBe(true);
      expect(gunzipSync(read(`${file}.gz`)).equals(content)).toBe(true);
    }
  });

  test("keeps cryptography out of what the first page needs", () => {
    expect(size("source/main.js") + size("source/source.css")).toBeLessThan(12_000);
    expect(size("source/engine.js")).toBeLessThan(44_500);
    // It also opens what a locked tab keeps, so that no second factor is ever in the page.
    expect(size("staff/argon-worker.js")).toBeLessThan(10_000);
  });

  test("keeps what only a chat needs in files of their own, which only WebSocket is in", () => {
    expect(size("source/chat.js") + size("source/line.js")).toBeLessThan(20_500);
    const line = read(manifest["source/line.js"]?.file ?? "").toString();
    expect(line).not.toContain("responseText");
    const engine = read(manifest["source/engine.js"]?.file ?? "").toString();
    expect(engine).toContain(manifest["source/line.js"]?.integrity);
    // A second policy of that name would be refused by the page.
    for (const part of ["source/chat.js", "source/thread.js", "source/files.js"])
      expect(read(manifest[part]?.file ?? "").toString()).not.toContain("createPolicy");
  });

  test.each(["en", "es"] as const)(
    "puts the words of %s beside the engine, which knows their hash",
    (name) => {
      const { file = "", integrity } = manifest[`source/words-${name}.txt`] ?? {};
      expect(parseList(read(file).toString())).toEqual(LISTS[name]);
      const engine = read(manifest["source/engine.js"]?.file ?? "").toString();
      expect(engine).toContain(integrity);
      expect(LISTS[name].slice(0, 20).every((word) => engine.includes(word))).toBe(false);
    },
  );

  test("gives the desk the same texts in every language", () => {
    const languages = Object.keys(manifest).filter((name) => /^staff\/[a-z]+\.json$/.test(name));
    const texts = languages.map((name) => {
      const { messages } = JSON.parse(read(manifest[name]?.file ?? "").toString());
      return Object.keys(messages);
    });
    expect(texts.length).toBeGreaterThan(1);
    for (const keys of texts) expect(keys).toEqual(texts[0]);
  });
});
