// Names of people and places between cases: alike whatever the spelling, the order and the script.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { cardOf, MOST } from "../../../webapp/frontend/staff/logic/case-card.ts";
import { isWeak, nameMarks, weightOf } from "../../../webapp/frontend/staff/logic/name-marks.ts";
import { shareable } from "../../../webapp/frontend/staff/logic/packet.ts";

const person = (person_name: string, other_names = "") =>
  nameMarks({ code: "", kind: "person", fields: { person_name, other_names }, value: "" });
const place = (place_name: string, address = "") =>
  nameMarks({ code: "", kind: "place", fields: { place_name, address }, value: "" });

describe("a name", () => {
  it.each([
    ["María de la Cruz Ñandú", "NANDU, maria cruz".replace(",", "")],
    ["Олена Шевченко", "Olena Shevchenko"],
    ["محمد أحمد", "احمد مُحَمَّد"],
    ["Mr. John O’Neil Smith", "smith john o neil"],
    ["Łukasz Żółw", "lukasz zolw"],
    ["王小明", "王小明"],
  ])("%j is %j", (one, other) => {
    expect(person(one)).toEqual(person(other));
    expect(person(one)).toHaveLength(1);
  });

  it("of one word is no mark, but where a script writes whole names without gaps", () => {
    expect([person("Maria"), person("El Güero"), person("the  "), person("")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(person("", "Ana Lopez; Анна Лопез、王小明")).toHaveLength(3);
  });

  it("of nothing in particular is no place", () => {
    expect([place("The Hotel"), place("Farm"), place(""), place("", "behind the mill")]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(place("Rancho Las Palomas")).toEqual(place("las palomas (farm)"));
    expect(place("", "Camino 7, Immokalee")).toEqual(place("", "immokalee camino 7"));
  });

  it("in whatever script gives short marks, and the same again however it is composed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        const marks = [...person(text, text), ...place(text, text)];
        expect(marks.every((mark) => mark.length <= 50 && /^[na]:\S/.test(mark))).toBe(true);
        const again = [text.normalize("NFD"), text.normalize("NFC")].map((it) => person(it));
        expect(again[0]).toEqual(again[1]);
      }),
    );
  });

  it("alone is weak, and says less than a number", () => {
    expect([isWeak(["n:a b"]), isWeak(["n:a b", "a:palomas"])]).toEqual([true, false]);
    expect(weightOf(["p:1"])).toBeGreaterThan(weightOf(["n:a b", "n:c d"]));
  });

  it("stands on the card of its case, which still fits, beside numbers and plates", () => {
    const names = Array.from({ length: 60 }, (_, n) => `Nombre${n} Apellido${n}`).join(";");
    const sections = [
      { t: "person", title: "", body: "call 212 555 0134", fields: { other_names: names } },
      { t: "place", title: "", body: "", fields: { place_name: "Las Palomas" } },
    ].map((inner, n) => ({ id: String(n), inner }));
    const card = cardOf(shareable({ number: "1", main: null, sections, threads: [] }));
    expect(card.marks).toEqual(expect.arrayContaining(["p:125550134", "a:palomas"]));
    expect(card.marks.some((mark) => mark.startsWith("n:"))).toBe(true);
    expect(jsonBytes(card).length).toBeLessThanOrEqual(MOST);
  });
});
