// The desk's small decisions, without a screen: numbers, ages, moves, merging, timelines, forms.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answersOf, shownAs } from "../../../webapp/frontend/staff/logic/answers.ts";
import {
  drawCaseNumber,
  isCaseNumber,
  luhnDigit,
  spokenNumber,
} from "../../../webapp/frontend/staff/logic/case-number.ts";
import { flatMain, mainInner } from "../../../webapp/frontend/staff/logic/case-record.ts";
import { allowedMoves } from "../../../webapp/frontend/staff/logic/case-status.ts";
import { bothTexts, differences, merged } from "../../../webapp/frontend/staff/logic/merge.ts";
import { newcomers, withoutWaitingChats } from "../../../webapp/frontend/staff/logic/newcomers.ts";
import { excerpt, mainFromTip } from "../../../webapp/frontend/staff/logic/prefill.ts";
import {
  ageOf,
  dayOf,
  daysAfter,
  hourOf,
  parseStamp,
} from "../../../webapp/frontend/staff/logic/time.ts";
import {
  type Entry,
  groupOf,
  mergeTimeline,
} from "../../../webapp/frontend/staff/logic/timeline.ts";
import { item } from "./made-tip.ts";

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

describe("a case number", () => {
  test("is eight digits, begins with no zero and ends in its Luhn digit", () => {
    fc.assert(fc.property(fc.constant(random), (draw) => isCaseNumber(drawCaseNumber(draw))));
  });

  test("has the check digit that the Luhn rule names", () => {
    expect(luhnDigit("7992739871")).toBe(3);
  });

  test("is noticed when one digit was heard wrongly", () => {
    const number = drawCaseNumber(random);
    const wrong = `${(Number(number[0]) % 9) + 1}${number.slice(1)}`;
    expect(isCaseNumber(wrong)).toBe(false);
  });

  test("is said in two groups", () => {
    expect(spokenNumber("48209137")).toBe("4820 9137");
  });

  test("draws again where a word would favour some numbers", () => {
    const words = [Uint8Array.of(255, 255, 255, 255), Uint8Array.of(0, 0, 0, 0)];
    expect(drawCaseNumber(() => words.shift() ?? new Uint8Array(4)).slice(0, 7)).toBe("1000000");
  });
});

describe("time", () => {
  const now = new Date("2026-11-24T10:15:00Z");

  test.each([
    ["2026-11-24T10:03", { count: 12, unit: "minute" }],
    ["2026-11-24T08:15", { count: 2, unit: "hour" }],
    ["2026-11-20T10:15", { count: 4, unit: "day" }],
    ["2026-11-24T10:20", { count: 0, unit: "minute" }],
  ])("an item that arrived at %s is that old", (arrived, age) => {
    expect(ageOf(arrived, now)).toEqual(age);
  });

  test("is written to the hour and no finer", () => {
    expect(hourOf(now)).toBe("2026-11-24T10");
  });

  test("days go over the ends of months and years, both ways", () => {
    expect(dayOf(now)).toBe("2026-11-24");
    expect(daysAfter(now, 7)).toBe("2026-12-01");
    expect(daysAfter(now, 365)).toBe("2027-11-24");
    expect(daysAfter(new Date("2028-03-01T00:00:00Z"), -1)).toBe("2028-02-29");
  });

  test.each(["yesterday", 7, null, "2026-99-99", "2026-11-24T10:15:31"])(
    "a stamp that is none (%s) is not taken for one",
    (text) => {
      expect(parseStamp(text)).toBeNull();
    },
  );
});

describe("case status", () => {
  test("goes forward, and back to in progress only", () => {
    expect(allowedMoves("referred", 1)).toEqual(["in_progress", "reported", "closed"]);
  });

  test("is reopened by supervisors and reading administrators only", () => {
    expect([1, 2, 3].map((role) => allowedMoves("closed", role).length)).toEqual([0, 1, 1]);
  });
});

describe("two people who saved at once", () => {
  const base = { title: "Flights", summary: "", "fields.indicators": [] as string[] };
  const mine = { ...base, title: "Flights to New York", summary: "Mine" };
  const theirs = { ...base, summary: "Theirs", "fields.indicators": ["deception"] };

  test("see every field in which they differ, and whether both changed it", () => {
    const found = differences(base, mine, theirs);
    expect(found.map(({ key, choice, both }) => [key, choice, both])).toEqual([
      ["title", "mine", false],
      ["summary", "mine", true],
      ["fields.indicators", "theirs", false],
    ]);
  });

  test("lose nothing that was not chosen away", () => {
    const chosen = new Map([["title", "Flights to New York"]]);
    expect(merged(theirs, chosen)).toEqual({ ...theirs, title: "Flights to New York" });
  });

  test("can put both texts in, with what they share once", () => {
    expect(bothTexts("Same\nMine", "Same\nTheirs")).toBe("Same\nMine\nTheirs");
  });

  test("do not differ in what was left empty in two ways", () => {
    expect(differences({}, { a: "" }, { a: [] })).toEqual([]);
  });
});

describe("a timeline", () => {
  const message: Entry = {
    kind: "message",
    hour: "2026-11-24T10",
    from: "source",
    name: "",
    text: "",
    conv: "c",
  };
  const record: Entry = {
    kind: "record",
    hour: "2026-11-24T09",
    staffId: "s",
    section: "note",
    title: "",
    rev: 1,
    broken: false,
  };
  const event: Entry = {
    kind: "event",
    hour: "2026-11-24T10",
    staffId: "s",
    action: "attach",
    from: null,
    to: null,
  };

  test("merges records, messages and events by hour, messages first within one", () => {
    expect(mergeTimeline([event], [record], [message])).toEqual([record, message, event]);
  });

  test("can be looked at by what its entries are about", () => {
    const made = (action: string, mode?: string): Entry => ({
      ...event,
      action,
      ...(mode === undefined ? {} : { about: { name: "", mode } }),
    });
    const note: Entry = { kind: "note", hour: "", staffId: "s", text: "", broken: false };
    const all = [message, note, record, made("refer", "referral"), made("case_status")];
    const rest = [made("refer", "law_enforcement_report"), made("attach")];
    expect([...all, ...rest].map(groupOf)).toEqual([
      "conversation",
      "note",
      "section",
      "referral",
      "status",
      "report",
      "conversation",
    ]);
  });
});

describe("a tip's answers", () => {
  test("stand in the order of the form, and unknown ones are kept", () => {
    const inner = { t: "tip", answers: { extra: "x", where: "there", what: "that", seats: "" } };
    expect(answersOf(inner).map(([key]) => key)).toEqual(["what", "where", "extra"]);
  });

  test.each([
    [null, "unreadable"],
    [{ t: "answer" }, "unsupported"],
    [{ t: "text", body: 7 }, "unsupported"],
    [{ t: "text", body: "words" }, "text"],
  ])("%j is shown as %s", (inner, shown) => {
    expect(shownAs(inner)).toBe(shown);
  });

  test("fill the case form, codes only where they are codes", () => {
    const answers = {
      what: "They vanished. All.",
      witness: "teacher",
      minor: "yes",
      how_known: "rumour",
    };
    const flat = mainFromTip({ answers }, "es", (key, value) => `${key}: ${value}`);
    expect(flat).toMatchObject({
      title: "They vanished",
      "fields.reporter_type": "educator",
      "fields.minors": "yes",
      "fields.how_known": "",
      "fields.language": "es",
    });
  });

  test("are shortened at a word", () => {
    expect(excerpt("one two three four", 11)).toBe("one two…");
  });
});

describe("a main record", () => {
  test("keeps fields that this form does not know", () => {
    const inner = { t: "main", title: "T", summary: "S", fields: { later: "kept" }, links: [] };
    expect(mainInner(flatMain(inner), [], "2026-11-24T10").fields).toEqual({ later: "kept" });
  });
});

describe("the queue", () => {
  test("announces what is new and who wrote again, nothing else", () => {
    const before = [item("a"), item("b")];
    const after = [item("a"), item("b", { s_seq: 2 }), item("c")];
    expect(newcomers(before, after)).toEqual(["b", "c"]);
  });

  test("leaves a chat that waits to the alert about it", () => {
    const waits = item("c", { live: { phase: "waiting" } as never });
    const talks = item("b", { live: { phase: "live" } as never });
    expect(withoutWaitingChats(["a", "b", "c"], [item("a"), talks, waits])).toEqual(["a", "b"]);
  });
});
