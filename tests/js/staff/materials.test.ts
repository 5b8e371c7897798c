// The library's draft: what a change leaves alone, what is missing, and what two people changed at once.
import { expect, test } from "vitest";
import { missingIn, missingOf, readings } from "../../../webapp/frontend/staff/materials/check.ts";
import {
  added,
  changed,
  differing,
  moved,
  ORDER,
  ofGroup,
  without,
  withParts,
} from "../../../webapp/frontend/staff/materials/edits.ts";
import type { Group, Material } from "../../../webapp/frontend/staff/materials/types.ts";

const said = (word: string) => ({ en: word, es: word, ar: word });
const made = (key: string, group: Group): Material => ({
  key,
  group,
  title: said(key),
  text: said("- Note the plate.\nSee https://example.org/anything"),
});

const BODY = {
  materials: [made("a", "you"), made("x", "saw"), made("b", "you"), made("c", "you")],
};
const keys = (body: typeof BODY) => body.materials.map(({ key }) => key).join("");

test("a material changes places within its group, and not beyond its ends", () => {
  expect(keys(moved(BODY, "c", -1))).toBe("axcb");
  expect(keys(moved(BODY, "a", 1))).toBe("bxac");
  expect(moved(BODY, "a", -1)).toBe(BODY);
  expect(moved(BODY, "x", 1)).toBe(BODY);
  expect(ofGroup(BODY, "you").map(({ key }) => key)).toEqual(["a", "b", "c"]);
});

test("a new one has a key that nobody had, also after another was taken out", () => {
  const one = added(BODY, "more");
  const two = added(one.body, "more");
  expect([one.key, two.key]).toEqual(["own_1", "own_2"]);
  expect(added(without(two.body, "own_1"), "saw").key).toBe("own_1");
});

test("a change leaves the others alone", () => {
  const after = changed(BODY, "x", { title: said("y") });
  expect(after.materials[1]?.title.en).toBe("y");
  expect(after.materials.filter((_, n) => n !== 1)).toEqual(
    BODY.materials.filter((_, n) => n !== 1),
  );
});

test("what a language lacks is named, and a space is nothing", () => {
  const lacking = changed(BODY, "b", {
    title: { ...said("b"), es: " " },
    text: { ...said(""), ar: "z" },
  });
  expect(missingIn(BODY)).toEqual([]);
  expect(missingIn(lacking).map(({ key }) => key)).toEqual(["b"]);
  expect(missingIn(lacking).flatMap(missingOf)).toEqual(["en", "es"]);
});

test("an address and the sign of a point are no words to be measured", () => {
  const hard = changed(BODY, "a", {
    text: said(
      "- The organisation hereby acknowledges confidentiality obligations pursuant to all applicable international law.",
    ),
  });
  expect(readings(BODY).map(({ hard: found }) => found)).toEqual([[], []]);
  expect(readings(hard)[0]?.hard[0]?.startsWith("The organisation")).toBe(true);
});

test("of two who published at once each part is one's or the other's", () => {
  const mine = moved(changed(added(BODY, "more").body, "a", { title: said("mine") }), "c", -1);
  const theirs = without(changed(BODY, "x", { group: "more" }), "b");
  expect(differing(mine, theirs).sort()).toEqual(["a", "b", "own_1", "x"]);
  const settled = withParts(theirs, mine, ["a", "own_1"]);
  expect(keys(settled)).toBe("axcown_1");
  expect(settled.materials[0]?.title.en).toBe("mine");
  expect(settled.materials[1]?.group).toBe("more");
});

test("another order is a difference of its own", () => {
  const other = moved(BODY, "c", -1);
  expect(differing(BODY, other)).toEqual([ORDER]);
  expect(keys(withParts(BODY, other, [ORDER]))).toBe(keys(other));
  expect(keys(withParts(BODY, other, []))).toBe(keys(BODY));
  expect(differing(BODY, structuredClone(BODY))).toEqual([]);
});
