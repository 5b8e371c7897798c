// The words that a source keeps: drawn evenly, forgiving when typed, helpful about typos.
import { describe, expect, test } from "vitest";
import { randomBytes, toHex } from "../../../webapp/frontend/lib/bytes.ts";
import { deviceKeyFromWords, deviceKeyWords } from "../../../webapp/frontend/lib/devicekey.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { deriveReceipt, normalise } from "../../../webapp/frontend/lib/receipt.ts";
import { drawWords, list, wordProblems } from "../../../webapp/frontend/lib/words.ts";
import { SITE } from "./made.ts";

describe("drawing", () => {
  test.each(["en", "es", "ar", "es-MX"])("gives seven words of the list for %s", (lang) => {
    const words = drawWords(lang);
    expect(words.length).toBe(7);
    expect(words.every((word) => list(lang).includes(word))).toBe(true);
    expect(wordProblems(words.join(" "), lang)).toEqual([]);
  });

  test.each(["en", "es"])("draws from 2,048 words whose first four letters differ (%s)", (lang) => {
    const prefixes = new Set(list(lang).map((word) => normalise(word).slice(0, 4)));
    expect([list(lang).length, prefixes.size]).toEqual([2048, 2048]);
  });

  test("gives Spanish words for Spanish and English ones for every other language", () => {
    expect(list("es-MX")).toContain("ábaco");
    expect(list("ar")).toBe(list("en"));
  });
});

describe("typing again", () => {
  test.each([
    "Órbita ñandú, CANCIÓN",
    "orbita-nandu cancion",
    "  orbita\tnandu\ncancion. ",
    "o\u0301rbita n\u0303andu\u0301 cancio\u0301n",
  ])("%j is the same receipt", (typed) => {
    expect(normalise(typed)).toBe("orbita nandu cancion");
  });

  test("gives the same keys for the same words, and others on another site", () => {
    const one = deriveReceipt("able baker charlie", SITE);
    expect(deriveReceipt("ABLE, baker; Charlie", SITE)).toEqual(one);
    const elsewhere = deriveReceipt("able baker charlie", randomBytes(16));
    expect(toHex(elsewhere.auth)).not.toBe(toHex(one.auth));
  });
});

describe("a typo is pointed out", () => {
  test.each([
    ["en", "abandn ability", [{ word: "abandn", suggestion: "abandon" }]],
    ["en", "ability zo", [{ word: "zo", suggestion: "zoo" }]],
    ["en", "abilitty", [{ word: "abilitty", suggestion: "ability" }]],
    ["en", "hotle", [{ word: "hotle", suggestion: "hotel" }]],
    ["es", "abaco cagnuro", [{ word: "cagnuro", suggestion: "canguro" }]],
  ])("in %s: %s", (lang, text, expected) => {
    expect(wordProblems(text, lang)).toEqual(expected);
  });

  test("but Spanish words are none on an English page, nor the other way round", () => {
    expect(wordProblems("ábaco abdomen abeja", "en")).toEqual([]);
    expect(wordProblems("abandon ability able", "es")).toEqual([]);
  });

  test("and nothing is none", () => {
    expect(wordProblems(" ", "en")).toEqual([]);
  });
});

describe("a device key", () => {
  test("is 24 words that give it back, however they are typed", () => {
    const secret = randomBytes(32);
    const words = deviceKeyWords(secret);
    expect(words.split(" ").length).toBe(24);
    expect(deviceKeyFromWords(words.toUpperCase().replaceAll(" ", ", "))).toEqual(secret);
  });

  test("is refused with a wrong checksum, a word too few, or half as many", () => {
    const words = deviceKeyWords(new Uint8Array(32)).split(" ");
    const half = `${"abandon ".repeat(11)}about`;
    const wrong = [words.with(23, "zoo").join(" "), words.slice(1).join(" "), half, ""];
    for (const each of wrong) expect(() => deviceKeyFromWords(each)).toThrow(CryptoError);
  });
});
