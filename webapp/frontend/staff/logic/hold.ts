// A legal hold, as the case's sealed record says it; the server is told the day alone.

import { type Inner, textOf } from "./answers.ts";

export const HOLD = "hold";

export interface Hold {
  why: string;
  /** "2027-01-31", or "" where the hold was lifted. */
  until: string;
}

/** The hold in a record, or null for anything else. */
export function holdIn(inner: Inner | null): Hold | null {
  if (inner === null || inner.t !== HOLD) return null;
  const until = textOf(inner, "until");
  if (until !== "" && !/^\d{4}-\d\d-\d\d$/.test(until)) return null;
  return { why: textOf(inner, "why"), until };
}

export const holdInner = (words: Hold, at: string): Inner => ({ t: HOLD, at, ...words });

/** How a sealed hold and the server's row of the same id stand to each other on this day. */
export type Agreement = "holds" | "differs" | "no-words" | "missing" | "over";

/** A hold that nobody sealed, one that the server forgot, and a day that differs are told apart. */
export function agreementOf(words: Hold | null, until: string | null, today: string): Agreement {
  if (until !== null) {
    if (words === null) return "no-words";
    return words.until === until ? "holds" : "differs";
  }
  return words === null || words.until === "" || words.until < today ? "over" : "missing";
}
