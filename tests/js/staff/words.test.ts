// Every sentence of the desk exists in every language, and no code stands on screen without a name.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { LANGUAGES, preferred, t, useCatalogue } from "../../../webapp/frontend/staff/i18n/i18n.ts";
import { TERMS } from "../../../webapp/frontend/staff/logic/terms.ts";

const root = fileURLToPath(new URL("../../../webapp", import.meta.url));

function wordsOf(language: string): Map<string, string> {
  const po = readFileSync(join(root, "translations", language, "LC_MESSAGES", "desk.po"), "utf8");
  const pairs = po.matchAll(/^msgid "(.+)"\nmsgstr "(.+)"$/gm);
  return new Map([...pairs].map(([, id, text]) => [id ?? "", text ?? ""]));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

const code = sources(join(root, "frontend", "staff")).join("\n");
const english = wordsOf("en");

describe.each(LANGUAGES)("the catalogue %s", (language) => {
  const words = wordsOf(language);

  test("has the same messages as English, none empty", () => {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("names every code of TERMS", () => {
    const lists = Object.entries(TERMS).filter(([list]) => list !== "language");
    const ids = lists.flatMap(([list, codes]) => codes.map((it) => `term.${list}.${it}`));
    expect(ids.filter((id) => !words.has(id))).toEqual([]);
  });

  test("fills the same places as English", () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    const wrong = [...words].filter(
      ([id, text]) => places(text).join() !== places(english.get(id) ?? "").join(),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the screens", () => {
  test("use only messages that exist", () => {
    const used = [...code.matchAll(/\b(?:t|Told)\(\s*"([^"]+)"/g)].map(([, id]) => id ?? "");
    const chosen = [...code.matchAll(/\bt\([^()"]*\? "([^"]+)" : "([^"]+)"\)/g)];
    const ids = [...used, ...chosen.flatMap(([, one, other]) => [one ?? "", other ?? ""])];
    expect(ids.length).toBeGreaterThan(150);
    expect(ids.filter((id) => !english.has(id))).toEqual([]);
  });

  test("have words for every alarm, block, doubt and broken record", () => {
    const families = {
      alarm: ["root", "roster", "serial", "own-entry", "epoch", "public", "people"],
      warning: [
        "no-key",
        "key-record",
        "other-source",
        "accept-mismatch",
        "accept-withheld",
        "state",
      ],
      record: ["malformed", "elsewhere", "unreadable", "signature", "chain"],
      "sign-in.step": ["stretching", "asking", "checking"],
    };
    const ids = Object.entries(families).flatMap(([name, codes]) =>
      codes.map((it) => `${name}.${it}`),
    );
    expect(ids.filter((id) => !english.has(id))).toEqual([]);
  });

  test("have words for every doubt that the thread's reader can have", () => {
    const links = readFileSync(join(root, "frontend", "lib", "links.ts"), "utf8");
    const union = /WarningCode =([^;]+);/.exec(links)?.[1] ?? "";
    const codes = [...union.matchAll(/"(\w+)"/g)].map(([, it]) => `warning.${it}`);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((id) => !english.has(id))).toEqual([]);
  });
});

describe("a message", () => {
  test("fills its places and shows its id where it has no words", () => {
    useCatalogue("en", { hello: "Hello {name}, {name}" });
    expect([t("hello", { name: "Ana" }), t("nothing.here")]).toEqual([
      "Hello Ana, Ana",
      "nothing.here",
    ]);
  });

  test("is in the first language of the browser that there is", () => {
    expect([preferred(["de", "es-MX"]), preferred(["zz"])]).toEqual(["es", "en"]);
  });
});

describe("a name inside a sentence", () => {
  const say = (name: string, language: "en" | "ar" = "en") => {
    useCatalogue(language, { held: "Held by {name}." });
    return t("held", { name });
  };

  test("cannot turn the words around it", () => {
    expect(say("\u202egnp\u2069\u2066.exe")).toBe("Held by \u2068gnp.exe\u2069.");
  });

  test("stands apart where it is read from the other side", () => {
    expect(say("\u0644\u064a\u0644\u0649 (2)")).toBe(
      "Held by \u2068\u0644\u064a\u0644\u0649 (2)\u2069.",
    );
    expect(say("\u0644\u064a\u0644\u0649", "ar")).toBe("Held by \u0644\u064a\u0644\u0649.");
  });

  test("is otherwise what was typed, also where it looks like a place to fill", () => {
    expect(say("{name} $& {{7*7}}")).toBe("Held by {name} $& {{7*7}}.");
  });
});
