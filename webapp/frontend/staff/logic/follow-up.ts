// A day on which somebody wants to look at a case again, as the case's sealed record says it.

import { type Inner, textOf } from "./answers.ts";

export interface FollowUp {
  text: string;
  /** "2026-11-30" */
  due_on: string;
  /** Whose it is; "" for whoever works on the case. */
  who: string;
  done: boolean;
}

export const FOLLOW_UP = "follow_up";

/** The follow-up in a record, or null for anything else. */
export function followUpIn(inner: Inner | null): FollowUp | null {
  if (inner === null || inner.t !== FOLLOW_UP) return null;
  const due_on = textOf(inner, "due_on");
  if (!/^\d{4}-\d\d-\d\d$/.test(due_on)) return null;
  return {
    text: textOf(inner, "text"),
    due_on,
    who: textOf(inner, "who"),
    done: inner.done === true,
  };
}

export const followUpInner = (words: FollowUp, at: string): Inner => ({
  t: FOLLOW_UP,
  at,
  ...words,
});

/** Open ones first, the longest overdue before all; then what is done, the latest first. */
export function inOrder<T extends { words: FollowUp }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => {
    if (a.words.done !== b.words.done) return a.words.done ? 1 : -1;
    const [first, second] = a.words.done ? [b, a] : [a, b];
    return first.words.due_on < second.words.due_on ? -1 : 1;
  });
}
