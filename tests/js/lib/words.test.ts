// The words that a source keeps: drawn evenly, forgiving when typed, helpful about typos.
import { describe, expect, test } from "vitest";
import { randomBytes, toHex } from "../../../webapp/frontend/lib/bytes.ts";
import { deviceKeyFromWords, deviceKeyWords } from "../../../webapp/frontend/lib/devicekey.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { deriveReceipt, normalise } from "../../../webapp/frontend/lib/receipt.ts";
import {
  drawWords,
  listName,
  numbersToWords,
  parseList,
  wordProblems,
} from "../../../webapp/frontend/lib/words.ts";
import { LISTS } from "../lists.ts";
import { SITE } from "./made.ts";

// As on an English and on a Spanish page: its own list first.
const EN = [LISTS.en, LISTS.es];
const ES = [LISTS.es, LISTS.en];

describe("drawing", () => {
  test.each(["en", "es"] as const)("gives seven words of the list for %s", (name) => {
    const words = drawWords(LISTS[name]);
    expect(words.length).toBe(7);
    expect(words.every((word) => LISTS[name].includes(word))).toBe(true);
    expect(wordProblems(words.join(" "), [LISTS[name]])).toEqual([]);
  });

  test.each(["en", "es"] as const)("takes the list %s from one word a line", (name) => {
    expect(parseList(LISTS[name].join("\n"))).toEqual(LISTS[name]);
  });

  test("gives Spanish words for Spanish and English ones for every other language", () => {
    expect(["es-MX", "ES", "ar", "en-GB", ""].map(listName)).toEqual([
      "es",
      "es",
      "en",
      "en",
      "en",
    ]);
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
    ["abandn ability", EN, [{ word: "abandn", suggestion: "abandon" }]],
    ["ability zo", EN, [{ word: "zo", suggestion: "zoo" }]],
    ["abilitty", EN, [{ word: "abilitty", suggestion: "ability" }]],
    ["hotle", EN, [{ word: "hotle", suggestion: "hotel" }]],
    ["abaco cagnuro", ES, [{ word: "cagnuro", suggestion: "canguro" }]],
  ])("%s", (text, lists, expected) => {
    expect(wordProblems(text, lists)).toEqual(expected);
  });

  test("but Spanish words are none on an English page, nor the other way round", () => {
    expect(wordProblems("ábaco abdomen abeja", EN)).toEqual([]);
    expect(wordProblems("abandon ability able", ES)).toEqual([]);
  });

  test("and without a list there is none", () => {
    expect(wordProblems("abandn", [])).toEqual([]);
  });

  test("and nothing is none", () => {
    expect(wordProblems(" ", EN)).toEqual([]);
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

describe("words by number", () => {
  const by = (text: string) => normalise(numbersToWords(text, LISTS.en)).split(" ");

  test.each(["0", "٠", "۰", "०", "０"])("takes the digits of every script, from %s", (zero) => {
    const start = zero.codePointAt(0) ?? 0;
    const typed = "1, 2048 - 1873".replace(/\d/g, (n) => String.fromCodePoint(start + Number(n)));
    expect(by(typed)).toEqual(["abandon", "zoo", LISTS.en[1872]]);
  });

  test.each(["abandon 1 zoo 2048", "3 Zoo", "ｚｏｏ 3"])(
    "means the words where both are copied: %s",
    (typed) => {
      expect(numbersToWords(typed, LISTS.en)).toBe(typed);
    },
  );

  test.each(["0", "2049", "00001", "²", "9".repeat(400)])(
    "leaves out a number that no word has",
    (typed) => {
      expect(normalise(numbersToWords(typed, LISTS.en))).toBe("");
    },
  );
});
