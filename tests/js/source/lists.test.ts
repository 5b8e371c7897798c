// The lists beside the engine: fetched once, tried again after a failure, believed only if complete.
import { describe, expect, test, vi } from "vitest";
import { type FetchText, Lists } from "../../../webapp/frontend/source/engine/lists.ts";
import { Stop } from "../../../webapp/frontend/source/engine/protocol.ts";
import { LISTS } from "../lists.ts";

const FILES = {
  en: { url: "words-en.txt", integrity: "sha384-en" },
  es: { url: "words-es.txt", integrity: "sha384-es" },
};
const TEXT = LISTS.en.join("\n");

const placed = (fetchText: FetchText) => new Lists(FILES, fetchText);

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "no stop",
    (error: { code?: string }) => error.code,
  );

describe("a list", () => {
  test("is asked for by its address and integrity, and once only", async () => {
    const fetchText = vi.fn(async () => TEXT);
    const lists = placed(fetchText);
    const [one, other] = await Promise.all([lists.get("en"), lists.get("en")]);
    expect(one).toEqual(LISTS.en);
    expect(other).toBe(one);
    expect(fetchText.mock.calls).toEqual([[FILES.en]]);
  });

  test("that did not arrive is tried again the next time", async () => {
    const fetchText = vi.fn(async () => TEXT).mockRejectedValueOnce(new Stop("too_slow"));
    const lists = placed(fetchText);
    expect(await codeOf(lists.get("en"))).toBe("too_slow");
    expect(await lists.get("en")).toEqual(LISTS.en);
  });

  test.each([
    ["empty", ""],
    ["a word short", LISTS.en.slice(1).join("\n")],
    ["a word long", `${TEXT}\nquietline`],
    ["with an empty line for a word", TEXT.replace("abandon", "")],
    ["with a word twice", TEXT.replace("ability", "abandon")],
    ["with two words that begin alike", TEXT.replace("ability", "abando")],
  ])("that is %s is no list", async (_, text) => {
    expect(await codeOf(placed(async () => text).get("en"))).toBe("engine_load");
  });
});
