// The small rules of the page: leaving by keyboard, trying again, trying the words, naming a day.
import { describe, expect, test, vi } from "vitest";
import { practise } from "../../../webapp/frontend/source/engine/practice.ts";
import type { Sending } from "../../../webapp/frontend/source/engine/protocol.ts";
import { dayOf } from "../../../webapp/frontend/source/message.ts";
import { untilDelivered } from "../../../webapp/frontend/source/retrying.ts";
import { shiftTaps } from "../../../webapp/frontend/source/shift-taps.ts";
import { LISTS } from "../lists.ts";

function tapper() {
  const leave = vi.fn();
  const taps = shiftTaps(leave);
  const tap = (timeStamp: number) => {
    taps.down({ key: "Shift", repeat: false });
    taps.up({ key: "Shift", timeStamp });
  };
  return { leave, taps, tap };
}

describe("Shift", () => {
  test("three times within five seconds leaves", () => {
    const { leave, tap } = tapper();
    [0, 2000, 5000].forEach(tap);
    expect(leave).toHaveBeenCalledOnce();
  });

  test("three times in a longer while does not", () => {
    const { leave, tap } = tapper();
    [0, 2000, 5001].forEach(tap);
    expect(leave).not.toHaveBeenCalled();
  });

  test("held for capital letters does not, however many", () => {
    const { leave, taps } = tapper();
    for (const timeStamp of [0, 100, 200, 300]) {
      taps.down({ key: "Shift", repeat: false });
      taps.down({ key: "A", repeat: false });
      taps.up({ key: "Shift", timeStamp });
    }
    expect(leave).not.toHaveBeenCalled();
  });

  test("held down, repeating, or held for a click is no tap", () => {
    const { leave, taps, tap } = tapper();
    [0, 100].forEach(tap);
    taps.down({ key: "Shift", repeat: false });
    taps.down({ key: "Shift", repeat: true });
    taps.pointer();
    taps.up({ key: "Shift", timeStamp: 200 });
    expect(leave).not.toHaveBeenCalled();
  });
});

describe("what was not acknowledged", () => {
  test("is tried again until it is, with longer and longer waits", async () => {
    const outcomes: Sending[] = [{ state: "kept" }, { state: "kept" }, { state: "sent" }];
    const waits: number[] = [];
    const again = async () => outcomes.shift() ?? { state: "refused" as const };
    const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    const kept = vi.fn();
    expect(await untilDelivered(again(), again, kept, wait)).toEqual({ state: "sent" });
    expect(kept).toHaveBeenCalledTimes(2);
    expect(waits).toEqual([3000, 6000]);
  });
});

describe("trying the words", () => {
  const words = ["drama", "jeans", "save", "adult", "provide", "west", "museum"];

  test("case, commas and line breaks do not matter", () => {
    expect(practise(words, words.join(",\n").toUpperCase(), LISTS.en).right).toBe(true);
  });

  test("a typo is named with the nearest word, and not as a wrong place too", () => {
    const typed = words.join(" ").replace("jeans", "jeams");
    expect(practise(words, typed, LISTS.en)).toEqual({
      right: false,
      problems: [{ word: "jeams", suggestion: "jeans" }],
      places: [],
      count: 7,
    });
  });

  test("a word of the list in the wrong place is named by its number", () => {
    const typed = words.join(" ").replace("adult", "west");
    expect(practise(words, typed, LISTS.en).places).toEqual([4]);
  });
});

describe("a day", () => {
  test("is written as the reader's language does, without the hour", () => {
    expect(dayOf("2026-03-05T12", "en")).toBe("March 5");
    expect(dayOf("2026-03-05T12", "es")).toBe("5 de marzo");
    expect(dayOf("nonsense", "en")).toBe("");
  });
});
