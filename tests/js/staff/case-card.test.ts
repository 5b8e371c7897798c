import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { cardIn, cardOf, MOST } from "../../../webapp/frontend/staff/logic/case-card.ts";
import { marksIn } from "../../../webapp/frontend/staff/logic/marks.ts";
import { shareable } from "../../../webapp/frontend/staff/logic/packet.ts";

const ID = "AAAAAAAAAAAAAAAAAAAAAA";
const caseOf = (title: string, summary: string, text: string) =>
  shareable({
    number: "48209134",
    main: { t: "main", title, summary, fields: { venue: "other" } },
    sections: [{ id: ID, inner: { t: "note", title: "", body: "orchard" } }],
    threads: [{ conv: ID, stands: "", said: [{ from: "source", hour: "", text }] }],
  });

describe("a card", () => {
  it("holds each word once, of every text by turns, no code and nothing that is in all texts", () => {
    const card = cardOf(
      caseOf("Girls on flights", "Girls from Riga, every Thursday", "He said Riga"),
    );
    expect(card.title).toBe("Girls on flights");
    expect(card.words).toBe("orchard riga every thursday");
  });

  it("of one long text still holds the words of the others", () => {
    const long = Array.from({ length: 900 }, (_, n) => `word${n}`).join(" ");
    expect(cardOf(caseOf("", long, "harbour")).words.split(" ")).toEqual(
      expect.arrayContaining(["harbour", "orchard", "word0"]),
    );
  });

  it("of whatever words fits a kilobyte", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 400 }),
        fc.array(fc.string({ unit: "grapheme", minLength: 2, maxLength: 12 }), { maxLength: 400 }),
        (title, words) => {
          const card = cardOf(caseOf(title, words.join(" "), words.reverse().join(" ")));
          expect(jsonBytes(card).length).toBeLessThanOrEqual(MOST);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("of made-up addresses and signs still fits, and leaves room for a number and a plate", () => {
    const mails = Array.from({ length: 40 }, (_, n) => `${"ab".repeat(20)}${n}@example.org`);
    const long = `${mails.join(" ")} ${"x".repeat(60)}@${"y".repeat(60)}.org 212 555 0134 HKT-4471`;
    const card = cardOf(caseOf("😀".repeat(300), long, "\u{fdfa}".repeat(60_000)));
    expect(jsonBytes(card).length).toBeLessThanOrEqual(MOST);
    expect(card.marks).toEqual(expect.arrayContaining(["p:125550134", "v:HKT4471"]));
  });

  it("is read back as it was written, and nothing else is one", () => {
    const card = cardOf(caseOf("a", "call 555-010-9999", ""));
    expect(cardIn(JSON.parse(JSON.stringify(card)))).toEqual(card);
    expect([null, {}, { t: "card" }, { t: "note", marks: [] }].map((it) => cardIn(it))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("marks", () => {
  it.each([
    ["call +1 (212) 555-0134 now", ["p:125550134"]],
    ["212.555.0134", ["p:125550134"]],
    ["٢١٢٥٥٥٠١٣٤", ["p:125550134"]],
    ["Mail Ana.Lopez+x@example.org!", ["e:ana.lopez+x@example.org"]],
    ["the van, plate ABC-1234", ["v:ABC1234"]],
    ["on 2026-11-24 at 10:30, 24/11/2026", []],
    ["300 workers, since 2019", []],
    ["HOTEL and CAPITALS", []],
    ["flight BA178", ["v:BA178"]],
  ])("of %j are %j", (text, marks) => {
    expect(marksIn(text)).toEqual(marks);
  });

  it("are not looked for in a run without a gap that nobody would write", () => {
    const long = `${"A1-".repeat(30_000)}@${"a".repeat(100_000)}`;
    expect(marksIn(`${long} van ABC-1234 ${"1".repeat(300)}`)).toEqual(["v:ABC1234"]);
  });
});
