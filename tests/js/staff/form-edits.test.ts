// What an administrator does to a form, and what is said of it before it is published.
import { describe, expect, test } from "vitest";
import {
  missingIn,
  missingOf,
  readings,
  unmeasured,
} from "../../../webapp/frontend/staff/forms/check.ts";
import {
  differing,
  describe as inWords,
  withParts,
} from "../../../webapp/frontend/staff/forms/describe.ts";
import {
  added,
  changed,
  choiceKey,
  keyFrom,
  mayDependOn,
  moved,
  questionIn,
  removed,
  switchedOff,
  switchedOn,
} from "../../../webapp/frontend/staff/forms/edits.ts";
import { EMPTY, form, question, words } from "./made-form.ts";

const order = (body: ReturnType<typeof form>) => body.doors.saw_something;

describe("editing a form", () => {
  test("makes a key of a name once, in letters that every system has", () => {
    expect(keyFrom("¿Cómo? Año 2", [])).toBe("own_como_ano_2");
    expect(keyFrom("van", ["own_van"])).toBe("");
    expect(keyFrom("ما", [])).toBe("");
    expect(keyFrom("x".repeat(99), [])).toHaveLength(40);
  });

  test("moves a question by one place, and not past the ends", () => {
    expect(order(moved(form(), "saw_something", "own_van", -1))).toEqual([
      "notice",
      "own_van",
      "what",
    ]);
    expect(moved(form(), "saw_something", "own_van", 1)).toEqual(form());
    expect(moved(form(), "saw_something", "nobody", 1)).toEqual(form());
  });

  test("switches a question off behind one door, and on again at its end", () => {
    const off = switchedOff(form(), "saw_something", "own_van");
    expect(order(off)).toEqual(["notice", "what"]);
    expect(questionIn(off, "own_van")).toBeDefined();
    expect(switchedOn(off, "saw_something", "own_van")).toEqual(form());
  });

  test("removes a question behind every door", () => {
    const without = removed(switchedOn(form(), "need_help", "own_van"), "own_van");
    expect(Object.values(without.doors).flat()).not.toContain("own_van");
    expect(questionIn(without, "own_van")).toBeUndefined();
  });

  test("gives each new answer a key of its own, also after one was removed", () => {
    const choices = ["answer_1", "answer_3"].map((key) => ({
      key,
      label: EMPTY,
      help: EMPTY,
      doors: [],
    }));
    expect(choiceKey(question({ choices }))).toBe("answer_4");
  });

  test("lets a question depend on choices before it, behind every door that asks it", () => {
    const body = added(form(), "saw_something", "own_more", "text");
    expect(mayDependOn(body, "own_more").map(({ key }) => key)).toEqual(["own_van"]);
    expect(mayDependOn(switchedOn(body, "need_help", "own_more"), "own_more")).toEqual([]);
    expect(mayDependOn(body, "own_van")).toEqual([]);
  });
});

describe("before it is published", () => {
  test("each language is named in which a text is missing", () => {
    const body = changed(form(), "own_van", { label: { ...words("Which?", ""), ar: "أي" } });
    expect(missingIn(body)).toEqual([{ key: "own_van", languages: ["es"] }]);
    expect(missingIn(form())).toEqual([]);
  });

  test("a help text is needed in every language or in none, and an answer's words always", () => {
    expect(missingOf(question({ help: { en: "Guess.", es: "", ar: "" } }))).toEqual(["es", "ar"]);
    expect(
      missingOf(question({ choices: [{ key: "a", label: EMPTY, help: EMPTY, doors: [] }] })),
    ).toEqual(["en", "es", "ar"]);
    expect(missingOf(question({ at: { need_help: words("x", "") } }))).toEqual(["es", "ar"]);
  });

  test("a hard sentence is named, in the language that it is in", () => {
    const hard =
      "Kindly elaborate on the characteristics and registration particulars of the aforementioned vehicle.";
    const body = changed(form(), "own_van", { help: { ...words(hard, "Sí."), ar: "نعم" } });
    const [english, spanish] = readings(body);
    expect(english).toMatchObject({ language: "en", isEasy: false, hard: [hard] });
    expect(spanish).toMatchObject({ language: "es", hard: [] });
    expect(unmeasured()).toEqual(["ar"]);
  });

  test("what no door asks is not measured", () => {
    const body = switchedOff(form(), "saw_something", "own_van");
    expect(readings(body)[0]?.level).toBeNull();
  });
});

describe("of two who publish at once the second", () => {
  const mine = changed(form(), "own_van", { label: words("Mine", "Mía") });
  const theirs = moved(added(form(), "need_help", "own_new", "text"), "saw_something", "what", 1);

  test("sees each part in which they differ", () => {
    expect(differing(mine, theirs)).toEqual([
      "question:own_van",
      "question:own_new",
      "door:need_help",
      "door:saw_something",
    ]);
    expect(inWords("question:own_new", mine)).toEqual(["—"]);
  });

  test("sees none where only the fields stand in another order", () => {
    const turned = form().questions.map((it) => Object.fromEntries(Object.entries(it).reverse()));
    const other = { ...form(), questions: turned as unknown as typeof mine.questions };
    expect(differing(form(), other)).toEqual([]);
  });

  test("keeps what was chosen of either, and the order of questions", () => {
    const settled = withParts(theirs, mine, ["question:own_van", "door:saw_something"]);
    expect(questionIn(settled, "own_van")?.label.en).toBe("Mine");
    expect(settled.questions.map(({ key }) => key)).toEqual(["own_van", "what", "own_new"]);
    expect(order(settled)).toEqual(order(mine));
    expect(settled.doors.need_help).toContain("own_new");
  });
});
