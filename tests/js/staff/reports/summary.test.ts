import { describe, expect, it } from "vitest";
import type { CaseFacts } from "../../../../webapp/frontend/staff/logic/reports/case-tally.ts";
import {
  type Closed,
  casesOf,
  contactsWith,
  hoursWith,
  publicOf,
} from "../../../../webapp/frontend/staff/logic/reports/columns.ts";
import {
  readSummary,
  type Summary,
  summaryOf,
} from "../../../../webapp/frontend/staff/logic/reports/summary.ts";
import type { Margins, Table } from "../../../../webapp/frontend/staff/logic/reports/tables.ts";

const YEAR = { kind: "year", year: 2026 } as const;
const about = (venue: string): CaseFacts => ({
  main: { t: "main", fields: { venue, situation_type: "labor" } },
  sections: [],
  referrals: [],
});
const many = (count: number, venue: string): CaseFacts[] =>
  Array.from({ length: count }, () => about(venue));

function marginsOf(month: string, tips: number, created: number): Margins {
  return {
    category: { tip: { [month]: tips } },
    channel: { tip_form: { [month]: tips } },
    language: { en: { [month]: tips } },
    outcome: { case_created: { [month]: created }, no_action: { [month]: tips - created } },
  };
}

function closedOf(month: string, tips: number, cases: readonly CaseFacts[], created = 20): Summary {
  const margins = marginsOf(month, tips, created);
  return summaryOf({ month, margins, cases, unread: 0, gone: 0 });
}

const line = (tables: readonly Table[], name: string, bucket: string) =>
  tables.find((it) => it.name === name)?.lines.find((it) => it.bucket === bucket);

describe("the summary of a month", () => {
  const summary = closedOf(
    "2026-10",
    60,
    many(14, "construction").concat(many(2, "forestry_logging")),
  );
  const of = (edition: "staff" | "public", name: string) =>
    summary[edition].find((it) => it.name === name);

  it("is read back as it was written, and nothing else is one", () => {
    expect(readSummary(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
    for (const odd of [
      null,
      {},
      { ...summary, staff: [{ name: "x", periods: ["a"], lines: [["b", [1, 2]]], totals: [] }] },
      { ...summary, public: [{ name: "x", periods: ["a"], lines: [["b", [-1]]], totals: [1] }] },
      { ...summary, gone: "2" },
    ])
      expect(readSummary(odd)).toBeNull();
  });

  it("has one category with a single item nowhere", () => {
    const margins: Margins = { category: { crisis: { "2026-10": 1 } } };
    const alone = summaryOf({ month: "2026-10", margins, cases: [], unread: 0, gone: 0 });
    const figures = alone.staff.filter(({ name }) => name === "category");
    expect(JSON.stringify(figures)).not.toMatch(/\[1\]/);
    expect(figures[0]?.totals).toEqual([null]);
  });

  it("hides less from the desk than from everybody", () => {
    const more = closedOf(
      "2026-10",
      60,
      many(14, "construction").concat(many(5, "forestry_logging")),
    );
    const venue = (edition: "staff" | "public") =>
      more[edition].find(({ name }) => name === "venue")?.lines;
    expect(venue("staff")).toEqual([
      ["construction", [14]],
      ["forestry_logging", [5]],
    ]);
    expect(JSON.stringify(venue("public"))).not.toMatch(/14|5/);
    expect(of("staff", "venue")?.totals).toEqual([16]);
  });

  it("tells everybody of cases only where the contacts that became cases are told", () => {
    const covering = closedOf("2026-10", 22, many(20, "construction"), 20);
    const outcome = covering.public.find(({ name }) => name === "outcome");
    expect(outcome?.lines.find(([bucket]) => bucket === "case_created")).toEqual([
      "case_created",
      [null],
    ]);
    expect(covering.public.some(({ name }) => name === "venue")).toBe(false);
    expect(of("public", "venue")).toBeDefined();
  });

  it("has the hours of a quarter in its last month only", () => {
    const has = (month: string) =>
      closedOf(month, 60, []).staff.some(({ name }) => name === "hours");
    expect([has("2026-10"), has("2026-11"), has("2026-12")]).toEqual([false, false, true]);
  });
});

describe("a year of closed months", () => {
  const closed: Closed = new Map([
    ["2026-09", closedOf("2026-09", 50, many(20, "construction"))],
    [
      "2026-10",
      closedOf("2026-10", 60, many(30, "construction").concat(many(12, "forestry_logging"))),
    ],
    ["2026-11", closedOf("2026-11", 40, many(2, "health_care"), 0)],
  ]);

  it("has the closed months only, and sums of what each of them shows", () => {
    const tables = publicOf(YEAR, closed);
    const venue = tables.find(({ name }) => name === "venue");
    expect(venue?.periods).toEqual(["2026-09", "2026-10", "2026-11"]);
    expect(line(tables, "venue", "construction")).toMatchObject({
      figures: [20, 30, null],
      sum: null,
    });
    expect(line(tables, "category", "tip")).toMatchObject({ figures: [50, 60, 40], sum: 150 });
    expect(venue).toMatchObject({ totals: [20, 42, null], whole: null });
  });

  it("says of a month that leaves a bucket out that nothing was there", () => {
    expect(line(casesOf(YEAR, closed), "venue", "forestry_logging")?.figures).toEqual([
      0,
      12,
      null,
    ]);
  });

  it("stays as it was when the counters are gone", () => {
    const gone = contactsWith({}, YEAR, closed);
    expect(line(gone, "category", "tip")?.figures.slice(8)).toEqual([50, 60, 40, 0]);
    const october = contactsWith({}, { kind: "month", month: "2026-10" }, closed);
    expect(line(october, "category", "tip")?.figures).toEqual([60, 50, 0]);
  });

  it("no sum of closed and counted months gives a hidden figure back", () => {
    const counted = marginsOf("2026-12", 2, 0);
    const tables = contactsWith(counted, YEAR, closed);
    expect(line(tables, "category", "tip")).toMatchObject({ sum: null });
    expect(tables.find(({ name }) => name === "category")?.whole).toBeNull();
  });

  it("keeps a quarter's hours when its counters are gone", () => {
    const margins: Margins = {
      ...marginsOf("2026-12", 60, 20),
      hour_of_week: { "0-09": { "2026-Q4": 60 } },
    };
    const december = summaryOf({ month: "2026-12", margins, cases: [], unread: 0, gone: 0 });
    const [hours] = hoursWith(
      {},
      { kind: "month", month: "2026-10" },
      new Map([["2026-12", december]]),
    );
    expect(hours?.table.lines.find(({ bucket }) => bucket === "09")?.figures[0]).toBe(60);
  });
});
