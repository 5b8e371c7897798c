// Somebody who has the tables about cases and knows how they are made tries to work out what they hide:
// every table for itself, and all of them together by the totals that they share.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CASE_TABLES,
  type CaseFacts,
  caseTables,
} from "../../../../webapp/frontend/staff/logic/reports/case-tally.ts";
import {
  PUBLIC_FLOOR,
  STAFF_FLOOR,
} from "../../../../webapp/frontend/staff/logic/reports/suppress.ts";
import type { Table } from "../../../../webapp/frontend/staff/logic/reports/tables.ts";
import { type Clients, clients } from "../../hostile/without.ts";

const OF_MAIN = ["situation_type", "severity", "venue", "reporter_type", "how_heard"];
const OF_PEOPLE = ["age_group", "gender"];
const codesOf = (name: string): string[] => [...(CASE_TABLES[name] ?? []), ""];
const pick = (name: string) => fc.constantFrom(...codesOf(name).slice(0, 3), "");

const someCase: fc.Arbitrary<CaseFacts> = fc
  .record({
    fields: fc.record(Object.fromEntries(OF_MAIN.map((name) => [name, pick(name)]))),
    people: fc.record(Object.fromEntries(OF_PEOPLE.map((name) => [name, pick(name)]))),
    help: fc.array(pick("referral_type"), { maxLength: 2 }),
  })
  .map(({ fields, people, help }) => ({
    main: { t: "main", fields },
    sections: [
      { t: "person", fields: { role: "potential_victim", ...people } },
      ...help.map((referral_type) => ({ t: "referral", fields: { referral_type } })),
    ],
    referrals: [],
  }));
const someCases = fc.array(someCase, { maxLength: 30 });

/** What a table says of each of its codes: a number, or null where it is hidden. */
function saidOf(table: Table): Map<string, number | null> {
  const isEmpty = table.totals[0] === 0;
  const isNothingTold = !isEmpty && table.lines.every(({ figures }) => figures[0] === null);
  const said = new Map<string, number | null>(
    codesOf(table.name).map((code) => [code, isNothingTold ? null : 0]),
  );
  for (const { bucket, figures } of table.lines) said.set(bucket, figures[0] ?? null);
  return said;
}

/** The most that a hidden figure could be for somebody who knows the total and the rules. */
function mostOf(said: Map<string, number | null>, total: number): number {
  const all = [...said.values()];
  const hidden = all.filter((figure) => figure === null).length;
  // Where anything is told, what is nothing is told: each hidden one is at least one.
  const least = hidden < all.length ? 1 : 0;
  const shown = all.reduce((sum: number, figure) => sum + (figure ?? 0), 0);
  return total - shown - (hidden - 1) * least;
}

/** The total that a table shows, or that another one with the same total shows. */
function totalOf(table: Table, tables: readonly Table[]): number | null {
  const group = [OF_MAIN, OF_PEOPLE].find((names) => names.includes(table.name)) ?? [table.name];
  const told = tables.filter(({ name }) => group.includes(name)).map(({ totals }) => totals[0]);
  return told.find((total) => total != null) ?? null;
}

/** The figures below the floor that are shown, or are worked out to be below it. */
function leaks(
  it: Pick<Clients, "caseTables">,
  cases: readonly CaseFacts[],
  floor: number,
): string[] {
  const tables = it.caseTables(cases, floor);
  return tables.flatMap((table) => {
    const said = saidOf(table);
    const total = totalOf(table, tables);
    const small = [...said]
      .filter(([, n]) => n !== null && n > 0 && n < floor)
      .map(([code]) => code);
    const isOut =
      total !== null && [...said.values()].includes(null) && mostOf(said, total) < floor;
    return [...small, ...(isOut ? ["worked out"] : [])].map((what) => `${table.name}: ${what}`);
  });
}

describe("the tables about cases", () => {
  it.each([STAFF_FLOOR, PUBLIC_FLOOR])("below %i give nothing back", (floor) => {
    fc.assert(
      fc.property(someCases, (cases) => {
        expect(leaks({ caseTables }, cases, floor)).toEqual([]);
      }),
      { numRuns: 200, seed: 20261128 },
    );
  });

  it("of which the whole is hidden name not even what there is", () => {
    const one: CaseFacts = {
      main: { t: "main", fields: { venue: "forestry_logging" } },
      sections: [],
      referrals: [],
    };
    const venue = caseTables([one], STAFF_FLOOR).find(({ name }) => name === "venue");
    expect(venue).toMatchObject({ lines: [], totals: [null] });
  });
});

const SUPPRESS = "staff/logic/reports/suppress.ts";

describe.each([
  [
    "nothing hidden",
    "const hidden = edges.map(({ value }) => isSmall(value, floor));",
    "const hidden = edges.map(() => false);",
  ],
  ["no complements", "return rangeOf(at, floor, edges, hidden).most >= floor;", "return true;"],
  [
    "what is nothing always told",
    "if (!holds(edges, hidden, floor)) return {",
    "if (false) return {",
  ],
])("with %s", (_name, text, instead) => {
  let broken: Clients;
  beforeAll(async () => {
    broken = await clients({ file: SUPPRESS, text, instead });
  });

  it.each([STAFF_FLOOR, PUBLIC_FLOOR])("what is below %i is worked out", (floor) => {
    const found = fc.check(
      fc.property(someCases, (cases) => leaks(broken, cases, floor).length === 0),
      { numRuns: 200, seed: 20261128, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});
