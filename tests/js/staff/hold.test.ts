// A legal hold is believed only where the case's sealed record and the server say the same day.

import { describe, expect, it } from "vitest";
import { agreementOf, holdIn, holdInner } from "../../../webapp/frontend/staff/logic/hold.ts";
import { keptFor, lasting } from "../../../webapp/frontend/staff/site/schedule-words.ts";

const TODAY = "2026-11-28";
const words = (until: string) => ({ why: "County court, 26-118", until });

describe("a hold as the case and the server tell it", () => {
  it.each([
    ["both say the same day", words("2027-01-31"), "2027-01-31", "holds"],
    ["the server names another day", words("2027-01-31"), "2026-12-01", "differs"],
    ["the server made one up", null, "2027-01-31", "no-words"],
    ["the server forgot one", words("2027-01-31"), null, "missing"],
    ["its last day is today and the server forgot it", words(TODAY), null, "missing"],
    ["its day is over", words("2026-11-27"), null, "over"],
    ["it was lifted", words(""), null, "over"],
    ["it was lifted, and the server kept it", words(""), "2027-01-31", "differs"],
  ] as const)("%s", (_what, sealed, until, agreement) => {
    expect(agreementOf(sealed, until, TODAY)).toBe(agreement);
  });

  it("is in no other record, and in none whose day is no day", () => {
    expect(holdIn(holdInner(words("2027-01-31"), "2026-11-28T10"))).toEqual(words("2027-01-31"));
    expect(holdIn({ t: "hold", why: "", until: "soon" })).toBe(null);
    expect(holdIn({ t: "follow_up", until: "2027-01-31" })).toBe(null);
    expect(holdIn(null)).toBe(null);
  });
});

describe("how long something is kept", () => {
  it.each([
    [24, "hour", "24 hours"],
    [180, "day", "180 days"],
    [366, "day", "1 year"],
    [1827, "day", "5 years"],
    [800, "day", "800 days"],
    [120, "month", "10 years"],
    [25, "month", "25 months"],
  ] as const)("%d %s", (count, unit, said) => {
    expect(lasting(count, unit)).toBe(said);
  });

  it("says of files without days of their own that they stay with their words", () => {
    const schedule = {
      chat_words_hours: 24,
      tip_days: 180,
      file_days: null,
      contact_days: 366,
      quarantine_days: 180,
      case_days: 1827,
      audit_days: 732,
      counter_months: 120,
    };
    expect(keptFor("file_days", { ...schedule, file_days: 30 })).toBe("30 days");
    expect(keptFor("file_days", schedule)).not.toBe("30 days");
  });
});
