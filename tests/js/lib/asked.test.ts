// Whether a question is asked: by its door, and by what was answered before it.
import { expect, test } from "vitest";
import { isAsked } from "../../../webapp/frontend/lib/asked.ts";

const asked = { if: "witness", is: "pilot teacher" };

test("without doors and conditions a question is asked of everybody", () => {
  expect(isAsked({}, "need_help", {})).toBe(true);
});

test("only the doors that it names ask it", () => {
  expect(isAsked({ doors: "saw_something ask_something" }, "saw_something", {})).toBe(true);
  expect(isAsked({ doors: "saw_something ask_something" }, "need_help", {})).toBe(false);
});

test("it is asked of whoever gave one of the answers, among several too", () => {
  expect(isAsked(asked, "need_help", { witness: "teacher" })).toBe(true);
  expect(isAsked(asked, "need_help", { witness: "worker pilot" })).toBe(true);
});

test("it is not asked of whoever skipped it, or answered otherwise", () => {
  expect(isAsked(asked, "need_help", {})).toBe(false);
  expect(isAsked(asked, "need_help", { witness: "worker" })).toBe(false);
  expect(isAsked(asked, "need_help", { witness: "" })).toBe(false);
});
