// How many people a case is about, from what its sections say: names may be unknown, numbers be rough.

import { plainDigits } from "./marks.ts";
import type { Flat } from "./merge.ts";

export interface Tally {
  low: number;
  high: number;
  /** Somebody said "about". */
  about: boolean;
  /** There are some, and nobody counted all of them. */
  atLeast?: boolean;
}

export interface Totals {
  /** By role, in the order of the roles; only those that somebody has. */
  roles: ReadonlyMap<string, Tally>;
  /** Minors among potential victims. */
  minors: Tally;
}

const MOST = 10_000_000;
const NOBODY: Tally = { low: 0, high: 0, about: false };

/** A whole number in the digits of any script, with or without signs between thousands; null for anything else. */
export function numberIn(text: string): number | null {
  const digits = plainDigits(text).replace(/[\s.,'’٬\u00a0\u202f]/g, "");
  if (!/^\d{1,8}$/.test(digits)) return null;
  return Math.min(MOST, Number(digits));
}

const numberOf = (flat: Flat, name: string): number | null => {
  const value = flat[`fields.${name}`];
  return typeof value === "string" ? numberIn(value) : null;
};

/** How many people one section speaks of: one, unless it says otherwise. */
export function tallyOf(flat: Flat): Tally {
  const how = flat["fields.count_how"];
  if (how === "between") {
    const [min, max] = [numberOf(flat, "count_min"), numberOf(flat, "count_max")];
    const [low, high] = [min ?? max ?? 1, max ?? min ?? 1];
    return { low: Math.min(low, high), high: Math.max(low, high), about: false };
  }
  const count = numberOf(flat, "count") ?? 1;
  return { low: count, high: count, about: how === "about" };
}

const sum = (a: Tally, b: Tally): Tally => ({
  low: a.low + b.low,
  high: a.high + b.high,
  about: a.about || b.about,
  ...(a.atLeast || b.atLeast ? { atLeast: true } : {}),
});

function minorsOf(flat: Flat): Tally {
  const counted = numberOf(flat, "minors_count");
  if (counted !== null) return { low: counted, high: counted, about: false };
  if (flat["fields.minor"] !== "yes") return NOBODY;
  // Of a group "yes" says that there are minors, not that all of them are.
  const isGroup = tallyOf(flat).high > 1;
  return { low: 1, high: 1, about: false, ...(isGroup ? { atLeast: true } : {}) };
}

/** The totals of these people's sections. */
export function totalsOf(people: readonly Flat[], order: readonly string[]): Totals {
  const roles = new Map<string, Tally>();
  for (const role of order) {
    const mine = people.filter((flat) => flat["fields.role"] === role).map(tallyOf);
    if (mine.length > 0) roles.set(role, mine.reduce(sum));
  }
  const victims = people.filter((flat) => flat["fields.role"] === "potential_victim");
  return { roles, minors: victims.map(minorsOf).reduce(sum, NOBODY) };
}
