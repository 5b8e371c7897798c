// Sections of a case as forms: what each kind asks for, how many people they speak of, what a tip fills.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldLabel, sectionTitle } from "../../../webapp/frontend/staff/cases/record-view.ts";
import { useCatalogue } from "../../../webapp/frontend/staff/i18n/i18n.ts";
import { flatSection, sectionInner } from "../../../webapp/frontend/staff/logic/case-record.ts";
import { differences, type Flat, merged } from "../../../webapp/frontend/staff/logic/merge.ts";
import { numberIn, totalsOf } from "../../../webapp/frontend/staff/logic/people.ts";
import { sectionsFromTip } from "../../../webapp/frontend/staff/logic/prefill-sections.ts";
import {
  fieldsOf,
  isAsked,
  SECTION_FIELDS,
} from "../../../webapp/frontend/staff/logic/section-fields.ts";
import { TERMS } from "../../../webapp/frontend/staff/logic/terms.ts";

const AT = "2026-11-24T10";
const again = (inner: unknown) => JSON.parse(JSON.stringify(inner)) as Record<string, unknown>;
const person = (fields: Flat): Flat =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields.${name}`, value]));

function english(): Record<string, string> {
  const path = "../../../webapp/translations/en/LC_MESSAGES/desk.po";
  const po = readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
  return Object.fromEntries(
    [...po.matchAll(/^msgid "(.+)"\nmsgstr "(.+)"$/gm)].map(([, id, text]) => [id, text]),
  );
}
useCatalogue("en", english());

describe("a section", () => {
  it("of every kind has words for each field, and each field once", () => {
    for (const fields of Object.values(SECTION_FIELDS)) {
      const names = fields.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => fieldLabel(`fields.${name}`) === name)).toEqual([]);
    }
  });

  it("in any script is read back as it was written", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(words, words, words, (name, address, body) => {
        const flat = { ...flatSection({ t: "place" }), body };
        const typed = { ...flat, "fields.place_name": name, "fields.address": address };
        expect(flatSection(again(sectionInner("place", typed, AT)))).toEqual(typed);
      }),
    );
  });

  it("that was written as a title and a text stays that", () => {
    const old = { t: "perpetrator", at: AT, title: "Vera", body: "Grey van" };
    expect(sectionInner("perpetrator", flatSection(old), AT)).toEqual(old);
  });

  it("keeps fields that this form does not know", () => {
    const later = { t: "vehicle", at: AT, title: "", body: "", fields: { plate: "7KD", tow: "x" } };
    expect(sectionInner("vehicle", flatSection(later), AT)).toEqual(later);
  });

  it("is called by its title, else by what names it, else by how many they are", () => {
    const title = (kind: string, fields: Flat) => sectionTitle(kind, person(fields));
    expect(title("person", { person_name: "María Ñandú" })).toBe("María Ñandú");
    expect(title("indicator", { indicator: "coached" })).toBe(english()["term.indicator.coached"]);
    const many = { role: "potential_victim", count_how: "about", count: "300" };
    expect(title("person", many)).toBe("about 300 · Potential victim");
    expect(title("note", {})).toBe("");
  });

  it("asks for numbers only where there is one, and never hides what is filled", () => {
    const asked = (fields: Flat) =>
      fieldsOf("person").filter((field) => isAsked(field, person(fields)));
    const names = (fields: Flat) => asked(fields).map(({ name }) => name);
    expect(names({})).not.toContain("count");
    expect(names({ count_how: "between" })).toEqual(
      expect.arrayContaining(["count_min", "count_max"]),
    );
    expect(names({ role: "other", recruiter_relation: "family" })).toContain("recruiter_relation");
  });

  it("that two people edit at once is merged field by field", () => {
    const base = flatSection({ t: "person" });
    const mine = { ...base, "fields.person_name": "Олена", "fields.minor": "yes" };
    const theirs = { ...base, "fields.person_name": "Olena", "fields.phone": "555" };
    const found = differences(base, mine, theirs);
    expect(found.map(({ key, both, choice }) => [key, both, choice])).toEqual([
      ["fields.person_name", true, "mine"],
      ["fields.minor", false, "mine"],
      ["fields.phone", false, "theirs"],
    ]);
    const chosen = new Map(found.map((it) => [it.key, it[it.choice]]));
    expect(merged(theirs, chosen)).toEqual({ ...mine, "fields.phone": "555" });
  });
});

describe("the number of people", () => {
  const totals = (...people: Flat[]) => totalsOf(people.map(person), TERMS.person_role);

  it("is what the sections add up to, rough where one of them is", () => {
    const many = { role: "potential_victim", count_how: "about", count: "300", minors_count: "12" };
    const one = { role: "potential_victim", person_name: "Ana", minor: "yes" };
    const { roles, minors } = totals(many, one, { role: "controller" }, {});
    expect([...roles]).toEqual([
      ["potential_victim", { low: 301, high: 301, about: true }],
      ["controller", { low: 1, high: 1, about: false }],
    ]);
    expect(minors).toEqual({ low: 13, high: 13, about: false });
  });

  it("of minors in a group that nobody counted is some, and not all of them", () => {
    const group = { role: "potential_victim", count_how: "about", count: "300", minor: "yes" };
    expect(totals(group).minors).toEqual({ low: 1, high: 1, about: false, atLeast: true });
  });

  it("is a span where it is known only between two, typed either way round", () => {
    const between = { role: "other", count_how: "between", count_min: "40", count_max: "20" };
    expect(totals(between).roles.get("other")).toEqual({ low: 20, high: 40, about: false });
  });

  it.each([
    ["300", 300],
    ["1,200", 1200],
    ["1.200", 1200],
    ["٣٠٠", 300],
    ["३००", 300],
    ["many", null],
    ["", null],
    ["-3", null],
    ["123456789", null],
  ])("written as %j is %j", (text, count) => {
    expect(numberIn(text)).toBe(count);
  });
});

describe("a tip", () => {
  const kinds = (answers: Record<string, string>) =>
    sectionsFromTip({ t: "tip", answers }).map(({ section, flat }) => [
      section,
      flat["fields.role"] ?? "",
    ]);

  it("of a pilot fills the flight, the reporter and the people", () => {
    const told = { witness: "pilot", flight: "NLA 417", who_danger: "Three girls", where: "JFK" };
    expect(kinds({ ...told, how_known: "observation" })).toEqual([
      ["person", "potential_victim"],
      ["person", "reporter"],
      ["place", ""],
      ["flight", ""],
    ]);
  });

  it.each([
    ["about 300", "300", "about"],
    ["Unos 300 trabajadores", "300", "about"],
    ["حوالي ٣٠٠ عامل", "300", "about"],
    ["12", "12", "exact"],
  ])("that says %j counts them", (people, count, how) => {
    const [victims] = sectionsFromTip({ t: "tip", answers: { witness: "worker", people } });
    expect([victims?.flat["fields.count"], victims?.flat["fields.count_how"]]).toEqual([
      count,
      how,
    ]);
  });

  it("that says nothing of the kind proposes nothing", () => {
    expect(kinds({ what: "Something is wrong" })).toEqual([]);
    expect(sectionsFromTip({ t: "tip" })).toEqual([]);
  });
});
