// What the server may know of a tip: a few codes, computed from answers that it never sees.
import { describe, expect, test } from "vitest";
import { fittingAnswers, labelsOf } from "../../../webapp/frontend/source/engine/labels.ts";
import type { Answers, Door } from "../../../webapp/frontend/source/engine/protocol.ts";

const CASES: readonly [Door, Answers, string, string, string][] = [
  ["need_help", {}, "tip", "soon", "medium"],
  ["need_help", { how_known: "self" }, "tip", "soon", "high"],
  ["need_help", { danger_now: "yes" }, "crisis", "immediate", "urgent"],
  ["saw_something", {}, "tip", "routine", "medium"],
  ["saw_something", { danger_now: "no", minor: "unknown" }, "tip", "routine", "medium"],
  ["saw_something", { minor: "yes" }, "tip", "soon", "high"],
  ["saw_something", { danger_now: "yes", minor: "yes" }, "crisis", "immediate", "urgent"],
  ["ask_something", {}, "information", "routine", "low"],
];

describe("labels", () => {
  test.each(CASES)("%s with %o", (door, answers, category, urgency, priority) => {
    expect(labelsOf({ door, answers }, "es")).toEqual({
      channel: "tip_form",
      door,
      category,
      urgency,
      language: "es",
      priority,
    });
  });
});

describe("answers", () => {
  test("empty ones are left out and spaces around words are dropped", () => {
    expect(fittingAnswers({ what: "  A van. ", where: " \n", when: "" })).toEqual({
      what: "A van.",
    });
  });

  test("extras of a choice that was left again do not travel", () => {
    const answers = { witness: "teacher", school: "North", flight: "XY 1", people: "300" };
    expect(fittingAnswers(answers)).toEqual({ witness: "teacher", school: "North" });
    expect(fittingAnswers({ what: "x", flight: "XY 1" })).toEqual({ what: "x" });
  });
});
