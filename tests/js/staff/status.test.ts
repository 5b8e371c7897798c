// What a status says: which line asks somebody to act, and what nobody is told.

import { expect, test } from "vitest";
import type { StatusAnswer, Whole } from "../../../webapp/frontend/staff/api/status-calls.ts";
import { ago, days } from "../../../webapp/frontend/staff/i18n/format.ts";
import { factsOf, wholeFacts } from "../../../webapp/frontend/staff/logic/status.ts";

const WELL: StatusAnswer = {
  line: "none",
  files: "room",
  load: { tips: "calm", chats: "calm" },
  late: false,
  alerts_failed: 0,
  whole: null,
};
const WHOLE: Whole = {
  jobs: [],
  revision: true,
  disk_free: 0.5,
  backup_day: "2026-11-27",
  anchor_day: null,
  certificate_days: 398,
  roster_days: 88,
  version: "1",
  newer: null,
};
const NOW = Date.parse("2026-11-28T12:00Z");

const standings = (some: Partial<StatusAnswer>): string[] =>
  factsOf({ ...WELL, ...some }).map(({ standing }) => standing);
const whole = (some: Partial<Whole>): Record<string, string> =>
  Object.fromEntries(wholeFacts({ ...WHOLE, ...some }, NOW).map((it) => [it.name, it.standing]));

test("nothing is wrong where all is well", () => {
  expect(standings({})).toEqual(Array(6).fill("well"));
  expect(new Set(Object.values(whole({})))).toEqual(new Set(["well"]));
});

test("without an answer nothing is claimed but that there is none", () => {
  expect(factsOf(null)).toEqual([
    { name: "status.store", standing: "bad", words: "status.store.away" },
  ]);
});

test.each<[Partial<StatusAnswer>, number]>([
  [{ line: "away" }, 1],
  [{ late: true }, 2],
  [{ alerts_failed: 1 }, 2],
  [{ files: "no room" }, 3],
  [{ files: "away" }, 3],
])("%o is told at its line alone", (some, at) => {
  const expected = Array(6).fill("well");
  expected[at] = "bad";
  expect(standings(some)).toEqual(expected);
});

test.each<[StatusAnswer["load"], string[]]>([
  [{ tips: "busy", chats: "calm" }, ["look", "well"]],
  [{ tips: "queue", chats: "calm" }, ["look", "well"]],
  [{ tips: "disk", chats: "busy" }, ["bad", "bad"]],
])("a flood %o is told at the lines of the doors", (load, expected) => {
  expect(standings({ load }).slice(4)).toEqual(expected);
});

test.each<[Partial<Whole>, string, string]>([
  [{ backup_day: "2026-11-26" }, "status.backup", "look"],
  [{ backup_day: null }, "status.backup", "look"],
  [{ disk_free: 0.1 }, "status.disk", "look"],
  [{ certificate_days: 59 }, "status.certificate", "look"],
  [{ roster_days: 13 }, "status.roster", "look"],
  [{ roster_days: -1 }, "status.roster", "bad"],
])("%o asks somebody to look at %s", (some, name, standing) => {
  expect(whole(some)[name]).toBe(standing);
});

test("numbers have the word that they ask for", () => {
  expect([days(1), days(398)]).toEqual(["1 day", "398 days"]);
  expect([ago(0), ago(12), ago(300)]).toEqual(["this minute", "12 minutes ago", "5 hours ago"]);
});
