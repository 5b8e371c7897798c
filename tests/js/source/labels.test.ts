// What the server may know of a tip: a few codes, computed from answers that it never sees.
import { describe, expect, test } from "vitest";
import { labelsOf } from "../../../webapp/frontend/source/engine/labels.ts";
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
  ["ask_something", { topic: "question" }, "information", "routine", "low"],
  ["ask_something", { topic: "training" }, "training", "routine", "low"],
  ["ask_something", { topic: "training", danger_now: "yes" }, "crisis", "immediate", "urgent"],
  ["saw_something", { topic: "training" }, "tip", "routine", "medium"],
];

describe("labels", () => {
  test.each(CASES)("%s with %o", (door, answers, category, urgency, priority) => {
    expect(labelsOf({ door, answers }, "es")).toEqual({
      channel: door === "ask_something" ? "request_form" : "tip_form",
      door,
      category,
      urgency,
      language: "es",
      priority,
    });
  });
});
