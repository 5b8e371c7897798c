import { describe, expect, it } from "vitest";
import {
  isOverdue,
  nextSteps,
  peopleIn,
  type Standing,
  standingAfter,
} from "../../../webapp/frontend/staff/logic/training.ts";

const TODAY = "2026-11-28";
const asked: Standing = { status: "requested", day: null, people: null };
const planned: Standing = { status: "scheduled", day: "2026-11-20", people: null };
const held: Standing = { status: "held", day: "2026-11-20", people: 40 };
const NOTHING = { day: "", people: "" };

describe("a training", () => {
  it("goes on by the steps of the server's table, the usual one first", () => {
    expect(nextSteps("requested")).toEqual(["scheduled", "cancelled"]);
    expect(nextSteps("scheduled")).toEqual(["held", "scheduled", "requested", "cancelled"]);
    expect(nextSteps("held")).toEqual(["held", "scheduled"]);
    expect(nextSteps("cancelled")).toEqual(["requested"]);
  });

  it("is scheduled for a day, also one that has passed", () => {
    const typed = { day: "2026-12-04", people: "" };
    expect(standingAfter(asked, "scheduled", typed, TODAY)).toEqual({
      status: "scheduled",
      day: "2026-12-04",
      people: null,
    });
    expect(standingAfter(asked, "scheduled", NOTHING, TODAY)).toBe("day");
  });

  it("is held on a day that has come, with so many people", () => {
    const typed = { day: "2026-11-20", people: "40" };
    expect(standingAfter(planned, "held", typed, TODAY)).toEqual(held);
    expect(standingAfter(planned, "held", { ...typed, day: "2026-11-29" }, TODAY)).toBe("not-yet");
    expect(standingAfter(planned, "held", { ...typed, people: "many" }, TODAY)).toBe("people");
  });

  it("keeps its day where it was not held after all, and loses it where it is cancelled", () => {
    expect(standingAfter(held, "scheduled", NOTHING, TODAY)).toEqual(planned);
    expect(standingAfter(planned, "requested", NOTHING, TODAY)).toEqual(asked);
    expect(standingAfter(planned, "cancelled", NOTHING, TODAY)).toEqual({
      ...asked,
      status: "cancelled",
    });
  });

  it("is overdue from the day after its day until it was held", () => {
    expect(isOverdue(planned, TODAY)).toBe(true);
    expect(isOverdue({ ...planned, day: TODAY }, TODAY)).toBe(false);
    expect(isOverdue(held, TODAY)).toBe(false);
  });

  it.each([
    ["40", 40],
    [" 0 ", 0],
    ["٤٠", 40],
    ["۱۲", 12],
    ["100000", 100_000],
    ["100001", null],
    ["-4", null],
    ["4.5", null],
    ["", null],
  ])("reached %s people: %s", (typed, people) => {
    expect(peopleIn(typed)).toBe(people);
  });
});
