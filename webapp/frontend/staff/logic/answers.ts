// A tip's answers in the order in which people are asked, and what an inner message is to a reader.

import shipped from "../../../data/shipped_form.json";

const STORY = ["what", "where", "when", "who_danger"];

/** The questions that ship, as staff read them: the story first, the rest as it was asked. */
export const ANSWER_ORDER: readonly string[] = [
  ...new Set([...STORY, ...shipped.doors.saw_something]),
];

/** The term list behind an answer that is a code; other answers are the person's own words. */
export const ANSWER_TERMS: Readonly<Record<string, string>> = Object.fromEntries(
  shipped.questions.flatMap(({ key, terms }) => (terms === undefined ? [] : [[key, terms]])),
);

export type Inner = Record<string, unknown>;

/** The filled answers in order; keys that we do not know come last and are not dropped. */
export function answersOf(
  inner: Inner,
  order: readonly string[] = ANSWER_ORDER,
): [string, string][] {
  const answers = isObject(inner.answers) ? inner.answers : {};
  const keys = [...order, ...Object.keys(answers)];
  return [...new Set<string>(keys)].flatMap((key): [string, string][] => {
    const value = answers[key];
    const text = typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
    return text === "" ? [] : [[key, text]];
  });
}

export type Shown = "tip" | "text" | "files" | "unreadable" | "unsupported";

/** How an inner is shown: junk and unknown kinds are shown as such, never dropped. */
export function shownAs(inner: Inner | null): Shown {
  if (inner === null) return "unreadable";
  if (inner.t === "tip" && isObject(inner.answers)) return "tip";
  if (inner.t === "text" && typeof inner.body === "string") return "text";
  if (inner.t === "files" && Array.isArray(inner.files)) return "files";
  return "unsupported";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string member of an inner, or "". */
export function textOf(inner: Inner | null, key: string): string {
  const value = inner?.[key];
  return typeof value === "string" ? value : "";
}
