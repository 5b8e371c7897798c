// A tip's answers under the questions that were asked, whatever is asked today.
import { describe, expect, test } from "vitest";
import { toB64, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { shortHash } from "../../../webapp/frontend/lib/hash.ts";
import { answersOf } from "../../../webapp/frontend/staff/logic/answers.ts";
import {
  answerIn,
  formIn,
  formNamedBy,
  labelIn,
  orderOf,
} from "../../../webapp/frontend/staff/logic/form.ts";
import { form, words } from "./made-form.ts";

const answers = { own_gone: "9", own_van: "dark", what: "Men." };
const tip = { t: "tip", door: "saw_something", answers };
const keys = (inner: Record<string, unknown>) =>
  answersOf(inner, orderOf(form(), inner)).map(([key]) => key);

describe("the answers of a tip", () => {
  test("come in the order in which their door asked, and what no question asks for comes last", () => {
    expect(keys(tip)).toEqual(["what", "own_van", "own_gone"]);
    expect(keys({ ...tip, door: "constructor" })).toEqual(["own_van", "what", "own_gone"]);
  });

  test("stand under their own question, in the reader's language, and no key is dropped", () => {
    expect(labelIn(form(), tip, "own_van", "es")).toBe("¿De qué color es la furgoneta?");
    expect(labelIn(form(), tip, "own_gone", "es")).toBe("own_gone");
  });

  test("stand under the words of their door", () => {
    const at = { saw_something: words("What color was it?", "¿De qué color era?") };
    expect(labelIn(form({ at }), tip, "own_van", "en")).toBe("What color was it?");
  });

  test("name each choice, and keep one that there is not", () => {
    expect(answerIn(form({ many: true }), "own_van", "red dark blue", "en")).toBe(
      "Red · Dark · blue",
    );
    expect(answerIn(form(), "what", "red", "en")).toBe("red");
  });

  test("name a day, and keep the words after it or instead of it", () => {
    const day = form({ kind: "date", choices: [] });
    expect(answerIn(day, "own_van", "2026-03-04 at night", "en")).toBe("March 4, 2026 at night");
    expect(answerIn(day, "own_van", "2026-99-04", "en")).toBe("2026-99-04");
    expect(answerIn(day, "own_van", "every night", "en")).toBe("every night");
  });
});

describe("the version that a tip names", () => {
  test("is none where the questions that ship were asked", () => {
    expect(formNamedBy(tip)).toBeNull();
    expect(formNamedBy({ ...tip, form: { version: "2", hash: "x" } })).toBeNull();
    expect(formNamedBy({ ...tip, form: { version: 2, hash: "x" } })).toEqual({
      version: 2,
      hash: "x",
    });
  });

  test("is taken under its hash alone, and only if it is a form", () => {
    const text = JSON.stringify(form());
    const hash = toB64(shortHash(utf8(text)));
    expect(formIn(text, { version: 1, hash })).toEqual(form());
    expect(formIn(`${text} `, { version: 1, hash })).toBeNull();
    expect(formIn("[]", { version: 1, hash: toB64(shortHash(utf8("[]"))) })).toBeNull();
  });
});
