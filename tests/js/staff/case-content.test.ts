// The command line names a case's words by the same hash as this page, or a release that it made
// could not be looked at here. Its test reads the same file (test_case_words.py).

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  MULTI_FIELDS,
  SINGLE_FIELDS,
  TEXT_FIELDS,
} from "../../../webapp/frontend/staff/logic/case-record.ts";
import { OWN_RECORDS } from "../../../webapp/frontend/staff/logic/own-records.ts";
import { contentOf, shareable } from "../../../webapp/frontend/staff/logic/packet.ts";
import { fieldsOf } from "../../../webapp/frontend/staff/logic/section-fields.ts";
import { TERMS } from "../../../webapp/frontend/staff/logic/terms.ts";

const GIVEN = JSON.parse(readFileSync("tests/golden/cases/content.json", "utf8"));

describe("what a case says, under one name for page and command line", () => {
  const words = shareable({ ...GIVEN.case, threads: [] });

  it("has the hash that the file says", () => {
    expect(contentOf([...words.keys()], words)).toBe(GIVEN.content);
  });

  it("has every field of every kind in it, in the order of the form", () => {
    const main = [...SINGLE_FIELDS, ...TEXT_FIELDS, ...MULTI_FIELDS];
    expect([...words.keys()].filter((it) => it.startsWith("field."))).toEqual(
      [...main, "newer"].map((name) => `field.${name}`),
    );
    const kinds = GIVEN.case.sections.map(({ inner }: { inner: { t: string } }) => inner.t);
    expect(kinds).toEqual([...TERMS.section]);
    for (const { id, inner } of GIVEN.case.sections) {
      const said = Object.keys(words.get(`section.${id}`)?.fields ?? {});
      expect(said).toEqual([...fieldsOf(inner.t).map(({ name }) => name), "newer"]);
    }
  });

  it("says nothing of releases, legal holds and other records of the program's own", () => {
    expect(OWN_RECORDS).toEqual(GIVEN.own_records);
    for (const t of OWN_RECORDS) {
      const sections = [{ id: "own", inner: { t, why: "County court, 26-118" } }];
      const more = shareable({ ...GIVEN.case, sections, threads: [] });
      expect(more.has("section.own")).toBe(false);
    }
  });
});
