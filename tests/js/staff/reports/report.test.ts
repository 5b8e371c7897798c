import { describe, expect, it } from "vitest";
import { csvOf, field } from "../../../../webapp/frontend/staff/logic/reports/csv.ts";
import {
  type PublicNames,
  publicPage,
} from "../../../../webapp/frontend/staff/logic/reports/public-page.ts";
import {
  hoursOf,
  needed,
  periodsOf,
  reportOf,
} from "../../../../webapp/frontend/staff/logic/reports/report.ts";
import {
  change,
  type Margins,
  monthAfter,
  monthsBetween,
} from "../../../../webapp/frontend/staff/logic/reports/tables.ts";
import {
  trainingsOf,
  whereTold,
} from "../../../../webapp/frontend/staff/logic/reports/trainings.ts";

const MARGINS: Margins = {
  category: { tip: { "2026-10": 40, "2026-09": 20 }, crisis: { "2026-10": 12, "2026-09": 1 } },
  channel: { tip_form: { "2026-10": 32, "2026-09": 21 }, chat: { "2026-10": 20 } },
  language: { en: { "2026-10": 44, "2026-09": 20 }, es: { "2026-10": 8, "2026-09": 1 } },
  outcome: { no_action: { "2026-10": 30 }, case_created: { "2026-10": 10, "2026-09": 21 } },
  wait: { "<=5": { "2026-10": 17 }, ">60": { "2026-10": 3 } },
  hour_of_week: { "0-09": { "2026-Q4": 30 }, "0-10": { "2026-Q4": 12 }, "6-23": { "2026-Q4": 10 } },
};
const MONTH = { kind: "month", month: "2026-10" } as const;
const table = (name: string, span: Parameters<typeof reportOf>[1] = MONTH) =>
  reportOf(MARGINS, span, 3).find((it) => it.name === name);
const line = (name: string, bucket: string) =>
  table(name)?.lines.find((it) => it.bucket === bucket)?.figures;

describe("a report", () => {
  it("of a month stands beside the month before and the same of the year before", () => {
    expect(periodsOf(MONTH)).toEqual(["2026-10", "2026-09", "2025-10"]);
    expect(periodsOf({ kind: "month", month: "2026-01" })).toEqual([
      "2026-01",
      "2025-12",
      "2025-01",
    ]);
    expect(needed(MONTH)).toEqual(["2025-10", "2026-12"]); // with the whole quarter
  });

  it("of a year has its twelve months and their sums", () => {
    const year = table("category", { kind: "year", year: 2026 });
    expect(year?.periods).toHaveLength(12);
    expect(year?.whole).toBe(73);
  });

  it("counts what has no end yet as open, so that all tables have one total", () => {
    expect(line("outcome", "open")?.[0]).toBe(12);
    const totals = ["category", "channel", "language", "outcome"].map(
      (name) => table(name)?.totals[0],
    );
    expect(totals).toEqual([52, 52, 52, 52]);
  });

  it("hides a category with one contact, and another so that the total does not tell it", () => {
    expect(line("category", "crisis")?.[1]).toBeNull();
    expect(line("category", "tip")?.[1]).toBeNull();
    expect(table("category")?.totals[1]).toBe(21);
  });

  it("of an empty month says that nothing came", () => {
    const empty = reportOf({}, { kind: "month", month: "2024-02" }, 3);
    expect(empty.flatMap(({ totals }) => totals).every((total) => total === 0)).toBe(true);
  });

  it("hides waits where the number of chats is hidden, which they would tell", () => {
    const few = { ...MARGINS, channel: { tip_form: { "2026-10": 50 }, chat: { "2026-10": 2 } } };
    const wait = reportOf(few, MONTH, 3).find(({ name }) => name === "wait");
    expect(wait?.totals[0]).toBeNull();
    expect(wait?.lines.every(({ figures }) => figures[0] === null)).toBe(true);
    expect(table("wait")?.totals[0]).toBe(20);
  });

  it("hides answers in time where their category is hidden, which they would tell", () => {
    const service = { "tip:met": { "2026-10": 9, "2026-09": 8 }, "crisis:met": { "2026-09": 4 } };
    const found = reportOf({ ...MARGINS, service_first: service }, MONTH, 3);
    const first = found.find(({ name }) => name === "service_first");
    expect(first?.lines.find(({ bucket }) => bucket === "tip:met")?.figures.slice(0, 2)).toEqual([
      9,
      null,
    ]);
    expect(first?.totals[1]).toBeNull();
  });

  it("shows codes that nobody knows as they were counted, and drops none", () => {
    const odd = { ...MARGINS, category: { ...MARGINS.category, strange: { "2026-10": 5 } } };
    const found = reportOf(odd, MONTH, 3).find(({ name }) => name === "category");
    expect(found?.lines.at(-1)).toEqual({ bucket: "strange", figures: [5, 0, 0], sum: null });
  });

  it("tells hours three together, by day", () => {
    const hours = hoursOf(MARGINS, "2026-Q4", 3);
    expect(hours.lines.find(({ bucket }) => bucket === "09")?.figures[0]).toBe(42);
    expect(hours.lines.find(({ bucket }) => bucket === "21")?.figures[6]).toBe(10);
    expect(hours.whole).toBe(52);
  });

  it("tells no hours of a quarter in which one month is hidden, which its total would tell", () => {
    const early = { tip: { "2026-11": 9, "2026-10": 40, "2026-12": 2 } };
    const few = { ...MARGINS, category: early };
    expect(hoursOf(few, "2026-Q4", 3).whole).toBeNull();
    expect(hoursOf(few, "2026-Q4", 3).lines.flatMap(({ figures }) => figures)).not.toContain(42);
    expect(hoursOf(few, "2026-Q4", 1).whole).toBe(52);
  });

  it("compares only what is shown", () => {
    expect([change(12, 10), change(5, 10), change(5, 0), change(null, 5), change(5, null)]).toEqual(
      [20, -50, null, null, null],
    );
  });

  it("counts months over the turn of a year", () => {
    expect(monthAfter("2026-12", 1)).toBe("2027-01");
    expect(monthAfter("2026-01", -13)).toBe("2024-12");
    expect(monthsBetween("2025-11", "2026-02")).toEqual([
      "2025-11",
      "2025-12",
      "2026-01",
      "2026-02",
    ]);
  });
});

describe("a report as CSV", () => {
  it("has a line for each figure, and nothing for a hidden one", () => {
    const category = reportOf(MARGINS, MONTH, 3).slice(0, 1);
    const csv = csvOf(
      category,
      ["t", "k", "p", "n"],
      () => "Category",
      (_, bucket) => bucket,
    );
    expect(csv.split("\r\n").slice(0, 4)).toEqual([
      "t,k,p,n",
      "Category,crisis,2026-10,12",
      "Category,crisis,2026-09,",
      "Category,crisis,2025-10,0",
    ]);
  });

  it.each([
    ["=1+1", "'=1+1"],
    ['a "b", c', '"a ""b"", c"'],
    ["-5", "'-5"],
  ])("writes %j so that no spreadsheet runs it", (text, written) => {
    expect(field(text)).toBe(written);
  });
});

const NAMES: PublicNames = {
  language: "en",
  direction: "ltr",
  title: "<img src=x onerror=alert(1)>",
  span: "October",
  note: "note",
  hidden: "hidden",
  total: "All",
  sum: "Year",
  few: () => "few",
  table: ({ name }) => name,
  bucket: (_, bucket) => bucket,
  period: (_, period) => period,
  number: String,
};

describe("the public edition", () => {
  it("runs nothing, loads nothing, and escapes every word", () => {
    const page = publicPage(reportOf(MARGINS, MONTH, 11), NAMES);
    expect(page).not.toMatch(/<script|<img|https?:|src=x onerror=alert\(1\)>/);
    expect(page).toContain("default-src 'none'");
  });

  it("holds no figure below eleven", () => {
    const page = publicPage(reportOf(MARGINS, MONTH, 11), NAMES);
    const figures = [...page.matchAll(/<td>(\d+)<\/td>/g)].map(([, n]) => Number(n));
    expect(figures.length).toBeGreaterThan(5);
    expect(figures.every((n) => n === 0 || n >= 11)).toBe(true);
  });
});

describe("trainings", () => {
  const margins = {
    training: { held: { "2026-10": 1, "2026-09": 5 }, people: { "2026-10": 2, "2026-09": 300 } },
  };
  const figures = (span: Parameters<typeof trainingsOf>[1]) =>
    trainingsOf(margins, span).lines.map((it) => it.figures.slice(0, 2));

  it("are told however small their figures are, and have no total", () => {
    expect(figures(MONTH)).toEqual([
      [1, 5],
      [2, 300],
    ]);
    expect(trainingsOf(margins, MONTH).totals).toEqual([]);
  });

  it("of a year have sums of their own", () => {
    const year = trainingsOf(margins, { kind: "year", year: 2026 });
    expect(year.lines.map(({ sum }) => sum)).toEqual([6, 302]);
  });

  it("stand in the public edition without a line of totals", () => {
    const page = publicPage([trainingsOf(margins, MONTH)], NAMES);
    expect(page).toContain("<td>300</td>");
    expect(page).not.toContain("<tfoot>");
    expect(publicPage(reportOf(MARGINS, MONTH, 3), NAMES)).toContain("<tfoot>");
  });

  it("are public only where the contacts about trainings are", () => {
    const category = {
      tip: { "2026-10": 40, "2026-09": 40 },
      training: { "2026-10": 30, "2026-09": 12 },
      crisis: { "2026-09": 2 },
    };
    const [categories] = reportOf({ ...MARGINS, category }, MONTH, 11);
    const shown = whereTold(trainingsOf(margins, MONTH), categories as never);
    expect(shown.lines.map((it) => it.figures.slice(0, 2))).toEqual([
      [1, null],
      [2, null],
    ]);
  });

  it("of a year have no sum where that gives back one month", () => {
    const category = { training: { "2026-10": 3, "2026-09": 20 } };
    const year = { kind: "year", year: 2026 } as const;
    const [categories] = reportOf({ ...MARGINS, category }, year, 11);
    const shown = whereTold(trainingsOf(margins, year), categories as never);
    expect(shown.lines.map(({ sum }) => sum)).toEqual([null, null]);
  });
});
