// The queue's own decisions: filters, ticked rows, keys, due times. No screen is needed for them.

import { describe, expect, test } from "vitest";
import { dueState } from "../../../webapp/frontend/staff/logic/due.ts";
import {
  askedBy,
  fits,
  NO_FILTER,
  readFilter,
} from "../../../webapp/frontend/staff/logic/queue-filter.ts";
import {
  inLots,
  NOTHING,
  toggled,
  upTo,
  withRows,
} from "../../../webapp/frontend/staff/logic/selection.ts";
import { KEYS, Shortcuts } from "../../../webapp/frontend/staff/logic/shortcuts.ts";
import { item } from "./made-tip.ts";

const rows = ["a", "b", "c", "d"].map((conv, s_seq) => item(conv, { s_seq }));
const [a, b] = rows as [(typeof rows)[number], (typeof rows)[number]];

describe("a filter", () => {
  const spanish = { ...NO_FILTER, language: "es", first: "2026-11-20" };

  test("asks for its labels and for nothing else", () => {
    expect(askedBy(NO_FILTER)).toBe("");
    expect(askedBy(spanish)).toBe("&language=es&first=2026-11-20");
    expect(askedBy({ ...NO_FILTER, holder: "a&view=all" })).toBe("&holder=a%26view%3Dall");
  });

  test("lets no row stand in a list to which it does not belong", () => {
    expect(fits(item("a", { language: "es" }), "waiting", spanish)).toBe(true);
    expect(fits(item("a"), "waiting", spanish)).toBe(false);
    expect(fits(item("a", { language: "es", day: "2026-11-19" }), "all", spanish)).toBe(false);
    expect(fits(item("a", { status: "claimed" }), "waiting", NO_FILTER)).toBe(false);
  });

  test("that was kept is read label by label, whatever else was kept with it", () => {
    expect(readFilter({ ...spanish, words: "x", category: 7 })).toEqual(spanish);
    expect(readFilter(null)).toEqual(NO_FILTER);
    expect(readFilter({ language: "e".repeat(99) }).language).toBe("");
  });
});

describe("ticked rows", () => {
  test("are ticked and not any more, one by one", () => {
    const one = toggled(NOTHING, a);
    expect([...one.keys()]).toEqual(["a"]);
    expect(toggled(one, a).size).toBe(0);
  });

  test("are all from the last one to this one, in either direction", () => {
    expect([...upTo(NOTHING, rows, "b", "d").keys()]).toEqual(["b", "c", "d"]);
    expect([...upTo(NOTHING, rows, "d", "b").keys()].sort()).toEqual(["b", "c", "d"]);
    expect(upTo(NOTHING, rows, null, "d").size).toBe(0);
    expect(upTo(NOTHING, rows, "gone", "d").size).toBe(0);
  });

  test("are acted on as they were seen when they were ticked", () => {
    const seen = withRows(NOTHING, [b]);
    expect(withRows(seen, [{ ...b, s_seq: 9 }]).get("b")).toEqual({
      conv: "b",
      status: "waiting",
      s_seq: 1,
    });
  });

  test("go out in lots", () => {
    expect(inLots([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inLots([], 2)).toEqual([]);
  });
});

describe("keys", () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false };
  const press = (keys: Shortcuts, key: string, at: number, more = {}) =>
    keys.press({ ...plain, ...more, key }, at);

  test("do what the list of them says", () => {
    for (const { keys, command } of KEYS) {
      const reader = new Shortcuts();
      const said = keys.map((key, n) => press(reader, key, n * 100));
      expect(said.at(-1)).toBe(command);
    }
  });

  test("do nothing with another key held down", () => {
    for (const held of ["ctrlKey", "altKey", "metaKey"]) {
      expect(press(new Shortcuts(), "c", 0, { [held]: true })).toBe(null);
    }
  });

  test("claim nothing after a g that leads to the cases, nor long after it to them", () => {
    const keys = new Shortcuts();
    expect([press(keys, "g", 0), press(keys, "c", 500)]).toEqual([null, "cases"]);
    expect([press(keys, "g", 1000), press(keys, "c", 9000)]).toEqual([null, "claim"]);
    expect([press(keys, "g", 10_000), press(keys, "x", 10_100)]).toEqual([null, null]);
  });
});

describe("what is due", () => {
  const due = { kind: "first" as const, minute: "2026-11-24T11:00", warn: "2026-11-24T10:45" };
  test.each([
    ["2026-11-24T10:44:59Z", "later"],
    ["2026-11-24T10:45:00Z", "soon"],
    ["2026-11-24T10:59:59Z", "soon"],
    ["2026-11-24T11:00:00Z", "late"],
  ])("is at %s %s", (now, state) => {
    expect(dueState(due, new Date(now))).toBe(state);
  });
});
