import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isSmall,
  ofPeriod,
  ofSums,
  PUBLIC_FLOOR,
  type Shown,
  STAFF_FLOOR,
} from "../../../../webapp/frontend/staff/logic/reports/suppress.ts";

const sum = (figures: readonly number[]): number => figures.reduce((a, b) => a + b, 0);

/** Every row of `count` whole numbers whose sum is `total`. */
function* rows(count: number, total: number): Generator<number[]> {
  if (count === 1) yield [total];
  else
    for (let first = 0; first <= total; first += 1)
      for (const rest of rows(count - 1, total - first)) yield [first, ...rest];
}

/**
 * Everything that a period could have been, for somebody who sees what is shown, and knows that where
 * any figure is shown every one that is nothing is shown too.
 */
function* fitting(figures: readonly number[], shown: Shown, most: number): Generator<number[]> {
  const totals = shown.total ? [sum(figures)] : Array.from({ length: most + 1 }, (_, n) => n);
  const least = shown.figures.some(Boolean) ? 1 : 0;
  const could = (value: number, at: number): boolean =>
    shown.figures[at] ? value === figures[at] : value >= least;
  for (const total of totals)
    for (const row of rows(figures.length, total)) if (row.every(could)) yield row;
}

/** The least and the most that each figure could be. */
function worked(figures: readonly number[], shown: Shown, most: number) {
  const found = figures.map(() => ({ least: Number.POSITIVE_INFINITY, most: -1 }));
  for (const row of fitting(figures, shown, most))
    for (const [at, value] of row.entries()) {
      const range = found[at] as { least: number; most: number };
      range.least = Math.min(range.least, value);
      range.most = Math.max(range.most, value);
    }
  return found;
}

const figure = fc.oneof(fc.nat(4), fc.nat(9));

describe("what one period shows", () => {
  it.each([STAFF_FLOOR, 5])("hides every figure below %i, and no total gives one back", (floor) => {
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1, maxLength: 4 }), (figures) => {
        const shown = ofPeriod(figures, floor);
        const ranges = worked(figures, shown, floor + 6);
        figures.forEach((value, at) => {
          if (!isSmall(value, floor)) return;
          expect(shown.figures[at]).toBe(false);
          expect(ranges[at]?.most).toBeGreaterThanOrEqual(floor);
        });
        if (isSmall(sum(figures), floor)) expect(shown.total).toBe(false);
      }),
      { numRuns: 300, seed: 20261128 },
    );
  });

  it("hides one more where a single one would be what is left of the total", () => {
    expect(ofPeriod([40, 1, 20, 30], STAFF_FLOOR)).toEqual({
      figures: [true, false, false, true],
      total: true,
    });
  });

  it("hides what is nothing too where all the rest could not be three each", () => {
    const shown = ofPeriod([1, 2, 0], STAFF_FLOOR);
    expect(shown).toEqual({ figures: [false, false, false], total: true });
    expect(worked([1, 2, 0], shown, 9).map(({ most }) => most)).toEqual([3, 3, 3]);
  });

  it("hides nothing that does not need it", () => {
    const shown = ofPeriod([40, 3, 20], STAFF_FLOOR);
    expect(shown).toEqual({ figures: [true, true, true], total: true });
  });

  it("of a category with one contact alone shows nothing", () => {
    expect(ofPeriod([0, 1, 0], STAFF_FLOOR)).toEqual({
      figures: [false, false, false],
      total: false,
    });
  });

  it("of a time in which nothing came says so", () => {
    expect(ofPeriod([0, 0, 0], STAFF_FLOOR)).toEqual({ figures: [true, true, true], total: true });
    expect(ofPeriod([40, 0, 20], STAFF_FLOOR).figures).toEqual([true, true, true]);
  });

  it("shows less in public", () => {
    const shown = ofPeriod([10, 40, 50], PUBLIC_FLOOR);
    expect(shown.figures).toEqual([false, false, true]);
  });
});

/** Whether somebody who sees periods and sums could know that a figure is below the floor. */
function isSafe(figures: number[][], shown: Shown[], sums: Shown, floor: number): boolean {
  const most = figures.map((row) => row.map(() => -1));
  const wanted = (figures[0] ?? []).map((_, at) => sum(figures.map((row) => row[at] ?? 0)));
  const whole = sum(wanted);
  const choices = figures.map((row, at) => [...fitting(row, shown[at] as Shown, floor + 4)]);
  const walk = (at: number, chosen: number[][]): void => {
    if (at < choices.length) {
      for (const row of choices[at] ?? []) walk(at + 1, [...chosen, row]);
      return;
    }
    const got = wanted.map((_, column) => sum(chosen.map((row) => row[column] ?? 0)));
    const fits = got.every((value, column) => !sums.figures[column] || value === wanted[column]);
    if (!fits || (sums.total && sum(got) !== whole)) return;
    chosen.forEach((row, period) => {
      const line = most[period] as number[];
      for (const [column, value] of row.entries())
        line[column] = Math.max(line[column] ?? 0, value);
    });
  };
  walk(0, []);
  return figures.every((row, period) =>
    row.every((value, at) => !isSmall(value, floor) || (most[period]?.[at] ?? 0) >= floor),
  );
}

describe("sums over several periods", () => {
  it("give no figure back that a period hides", () => {
    const table = fc.array(fc.array(fc.nat(5), { minLength: 2, maxLength: 2 }), {
      minLength: 2,
      maxLength: 3,
    });
    fc.assert(
      fc.property(table, (figures) => {
        const shown = figures.map((row) => ofPeriod(row, STAFF_FLOOR));
        const sums = ofSums({ figures, shown }, STAFF_FLOOR);
        expect(isSafe(figures, shown, sums, STAFF_FLOOR)).toBe(true);
      }),
      { numRuns: 150, seed: 20261128 },
    );
  });

  it("are hidden where a month's hidden figure would be what is left of the year", () => {
    const figures = [
      [40, 30, 20],
      [40, 2, 6],
    ];
    const shown = figures.map((row) => ofPeriod(row, STAFF_FLOOR));
    const sums = ofSums({ figures, shown }, STAFF_FLOOR);
    expect(sums.figures.filter(Boolean).length).toBeLessThan(3);
    expect(sums.figures[0]).toBe(shown.every((it) => it.figures[0]));
  });

  it("are all shown where nothing is hidden", () => {
    const figures = [
      [40, 30],
      [50, 60],
    ];
    const shown = figures.map((row) => ofPeriod(row, STAFF_FLOOR));
    expect(ofSums({ figures, shown }, STAFF_FLOOR)).toEqual({ figures: [true, true], total: true });
  });

  it("of a year of months in six categories are worked out at once", () => {
    const year = fc.array(fc.array(fc.nat(60), { minLength: 6, maxLength: 6 }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(year, (figures) => {
        const shown = figures.map((row) => ofPeriod(row, PUBLIC_FLOOR));
        expect(ofSums({ figures, shown }, PUBLIC_FLOOR).figures).toHaveLength(6);
      }),
      { numRuns: 5, seed: 20261128 },
    );
  });
});
