// Codes that somebody outside, or another program, chose: every object of JavaScript has a
// "constructor", and no list of ours has.
import { describe, expect, it } from "vitest";
import { flatSection } from "../../../webapp/frontend/staff/logic/case-record.ts";
import { lineOf } from "../../../webapp/frontend/staff/logic/chat.ts";
import { mainFromTip } from "../../../webapp/frontend/staff/logic/prefill.ts";
import { sectionsFromTip } from "../../../webapp/frontend/staff/logic/prefill-sections.ts";
import { namedBy } from "../../../webapp/frontend/staff/logic/section-fields.ts";

const EVERYWHERE = ["constructor", "__proto__", "toString", "hasOwnProperty"];

describe.each(EVERYWHERE)("%s", (word) => {
  it("as the kind of a section is a title and a text, and keeps no case shut", () => {
    expect(flatSection({ t: word, title: "A", body: "B" })).toEqual({ title: "A", body: "B" });
    expect(namedBy(word, { title: "A" })).toBeNull();
  });

  it("as what somebody says they are fills no field of a case", () => {
    const tip = { t: "tip", answers: { what: "x", where: "Pier 4", witness: word } };
    const main = mainFromTip(tip, "en", (_, value) => value);
    const flats = [main, ...sectionsFromTip(tip).map(({ flat }) => flat)];
    const odd = flats.flatMap((flat) => Object.values(flat)).filter((it) => !isWords(it));
    expect(odd).toEqual([]);
  });

  it("as the kind of a message is shown as one that nobody knows", () => {
    expect(lineOf({ inner: { t: word } } as unknown as Parameters<typeof lineOf>[0])).toBe("other");
  });
});

const isWords = (value: unknown): boolean => typeof value === "string" || Array.isArray(value);
