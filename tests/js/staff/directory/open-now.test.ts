import { expect, test } from "vitest";
import type { HoursRow } from "../../../../webapp/frontend/staff/directory/types.ts";
import {
  clocksAt,
  isOpen,
  offsetOf,
} from "../../../../webapp/frontend/staff/logic/directory/open-now.ts";

const EVERY_DAY = 127;
const MON_FRI = 31;

const at = (moment: string, hours: HoursRow, fallback = "UTC"): boolean | null =>
  isOpen([hours], 0, clocksAt(new Date(moment), fallback));

const office: HoursRow = ["America/New_York", MON_FRI, 540, 1020, "", ""];

test.each([
  // On 8 March 2026 clocks in New York go forward, on 1 November back.
  ["2026-03-06T14:00:00Z", true, "Friday before, 9:00 in winter"],
  ["2026-03-06T13:59:00Z", false, "Friday before, 8:59"],
  ["2026-03-09T13:00:00Z", true, "Monday after, 9:00 in summer"],
  ["2026-03-09T12:59:00Z", false, "Monday after, 8:59"],
  ["2026-11-02T13:30:00Z", false, "Monday after the clocks went back, 8:30"],
  ["2026-11-02T14:00:00Z", true, "Monday after the clocks went back, 9:00"],
  ["2026-03-07T15:00:00Z", false, "Saturday"],
])("at %s it is %s: %s", (moment, open) => {
  expect(at(moment, office)).toBe(open);
});

test("the night on which an hour is missing or comes twice is followed by the clock on the wall", () => {
  const night: HoursRow = ["America/New_York", EVERY_DAY, 60, 210, "", ""];
  expect(at("2026-03-08T06:30:00Z", night)).toBe(true); // 1:30, before the jump
  expect(at("2026-03-08T07:15:00Z", night)).toBe(true); // 3:15, after it
  expect(at("2026-03-08T07:45:00Z", night)).toBe(false); // 3:45
  expect(at("2026-11-01T05:30:00Z", night)).toBe(true); // 1:30 for the first time
  expect(at("2026-11-01T06:30:00Z", night)).toBe(true); // 1:30 again
});

test("what closes after midnight is open on the next day, of the day on which it began", () => {
  const friday: HoursRow = ["UTC", 16, 1200, 120, "", ""];
  expect(at("2026-03-06T23:00:00Z", friday)).toBe(true);
  expect(at("2026-03-07T01:59:00Z", friday)).toBe(true);
  expect(at("2026-03-07T02:00:00Z", friday)).toBe(false);
  expect(at("2026-03-06T01:00:00Z", friday)).toBe(false);
});

test("around the clock is open at every minute, however it is written", () => {
  for (const closes of [1440, 0]) {
    const always: HoursRow = ["UTC", EVERY_DAY, 0, closes, "", ""];
    expect(at("2026-03-06T00:00:00Z", always)).toBe(true);
    expect(at("2026-03-06T23:59:00Z", always)).toBe(true);
  }
});

test("hours count between their first and last day", () => {
  const season: HoursRow = ["UTC", EVERY_DAY, 0, 1440, "2026-06-01", "2026-08-31"];
  expect(at("2026-05-31T12:00:00Z", season)).toBe(false);
  expect(at("2026-06-01T12:00:00Z", season)).toBe(true);
  expect(at("2026-09-01T12:00:00Z", season)).toBe(false);
});

test("a zone is a name, hours from UTC, or the desk's own where none is said", () => {
  expect(offsetOf(3)).toBe(180);
  expect(offsetOf("-5")).toBe(-300);
  expect(offsetOf("+05:30")).toBe(330);
  expect(offsetOf("America/Lima")).toBeNull();
  const plain: HoursRow = ["", EVERY_DAY, 540, 1020, "", ""];
  expect(at("2026-03-06T14:00:00Z", plain, "America/New_York")).toBe(true);
  expect(at("2026-03-06T14:00:00Z", [3, EVERY_DAY, 540, 1020, "", ""])).toBe(false);
});

test("without a time that can be followed nothing is said", () => {
  const clock = clocksAt(new Date("2026-03-07T12:00:00Z"), "UTC");
  expect(isOpen([], 0, clock)).toBeNull();
  expect(isOpen([office], 1, clock)).toBeNull(); // closed, but some other time was not understood
  expect(isOpen([["Mars/Olympus", EVERY_DAY, 0, 1440, "", ""]], 0, clock)).toBeNull();
});
