import { describe, expect, it } from "vitest";
import {
  type CaseFacts,
  caseTables,
} from "../../../../webapp/frontend/staff/logic/reports/case-tally.ts";

const one = (fields: Record<string, unknown>, more: Partial<CaseFacts> = {}): CaseFacts => ({
  main: { t: "main", fields },
  sections: [],
  referrals: [],
  ...more,
});
const victims = (fields: Record<string, string>) => ({
  t: "person",
  fields: { role: "potential_victim", ...fields },
});
const many = (count: number, made: CaseFacts): CaseFacts[] =>
  Array.from({ length: count }, () => made);

function figures(cases: readonly CaseFacts[], name: string): Record<string, number | null> {
  const table = caseTables(cases, 3).find((it) => it.name === name);
  return Object.fromEntries(
    (table?.lines ?? []).map(({ bucket, figures: [figure = null] }) => [bucket, figure]),
  );
}

describe("the tables about cases", () => {
  const farm = one({ situation_type: "labor", venue: "agriculture_animal_husbandry" });

  it("count each case once by what its main record says", () => {
    const cases = [
      ...many(4, farm),
      ...many(3, one({ situation_type: "sex", venue: "construction" })),
    ];
    expect(figures(cases, "situation_type")).toMatchObject({
      labor: 4,
      sex: 3,
      other_exploitation: 0,
    });
    expect(figures(cases, "venue")).toEqual({ agriculture_animal_husbandry: 4, construction: 3 });
  });

  it("count what nobody filled in, and what is no code, as not said", () => {
    const odd = one({ situation_type: "__proto__" });
    expect(figures([...many(3, one({})), ...many(2, odd)], "situation_type")[""]).toBe(5);
    expect(figures(many(3, { main: null, sections: [], referrals: [] }), "severity")[""]).toBe(3);
  });

  it("count people by the lowest number that is named, and only potential victims", () => {
    const section = victims({
      count_how: "about",
      count: "٣٠٠",
      age_group: "from_18_to_24",
      gender: "male",
    });
    const between = victims({
      count_how: "between",
      count_min: "5",
      count_max: "9",
      gender: "female",
    });
    const boss = {
      t: "person",
      fields: { role: "controller", gender: "male", count_how: "exact", count: "50" },
    };
    const found = one({}, { sections: [section, between, boss] });
    expect(figures([found], "gender")).toMatchObject({ male: 300, female: 5 });
    expect(figures([found], "age_group")).toMatchObject({ from_18_to_24: 300, "": 5 });
  });

  it("hide what is below the floor, and what would give it back", () => {
    const cases = [
      ...many(9, farm),
      ...many(4, one({ situation_type: "sex" })),
      one({ situation_type: "sex_and_labor" }),
    ];
    expect(figures(cases, "situation_type")).toMatchObject({
      sex_and_labor: null,
      sex: null,
      labor: 9,
    });
  });

  it("count how people heard of the hotline, and each referral by the kind of help", () => {
    const referral = (type: string) => ({ t: "referral", fields: { referral_type: type } });
    const sections = [referral("legal"), referral("shelter"), { t: "referral", body: "called" }];
    const cases = many(3, one({ how_heard: "poster_sticker" }, { sections }));
    expect(figures(cases, "how_heard")).toMatchObject({ poster_sticker: 3, internet_search: 0 });
    expect(figures(cases, "referral_type")).toMatchObject({ legal: 3, shelter: 3, "": 3 });
  });

  it("count what was handed over by its mode", () => {
    const cases = many(3, one({}, { referrals: ["referral", "law_enforcement_report"] }));
    expect(figures(cases, "referral_mode")).toMatchObject({
      referral: 3,
      law_enforcement_report: 3,
    });
  });
});
