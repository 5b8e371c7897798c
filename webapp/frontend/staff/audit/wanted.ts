// From the filters on screen to what the server is asked; no DOM, so that tests can ask as well.

import type { WantedRows } from "../api/audit-calls.ts";
import { isCaseNumber } from "../logic/case-number.ts";

/** The filters as they stand on screen; "" does not matter. */
export interface Filters {
  /** A staff id, or NOBODY. */
  person: string;
  action: string;
  about: string;
  first: string;
  last: string;
}

export const ALL_ROWS: Filters = { person: "", action: "", about: "", first: "", last: "" };

/** Whoever is not on staff: people outside, and the service itself. */
export const NOBODY = "nobody";

const digitsOf = (about: string): string => about.replaceAll(/[\s-]/g, "");

const isId = (about: string): boolean => /^[\w-]{22}$/.test(about);

/** True for what can be looked for: nothing, a case number however it is spaced, or an id. */
export function isAbout(about: string): boolean {
  const said = about.trim();
  return said === "" || isCaseNumber(digitsOf(said)) || isId(said);
}

/** What the server is asked for. */
export function wantedOf({ person, action, about, first, last }: Filters): WantedRows {
  const said = about.trim();
  return {
    ...(person === NOBODY ? { by_nobody: true } : person === "" ? {} : { actor: person }),
    ...(action === "" ? {} : { action }),
    ...(isCaseNumber(digitsOf(said)) ? { case_number: digitsOf(said) } : {}),
    ...(isId(said) ? { about: said } : {}),
    ...(first === "" ? {} : { first }),
    ...(last === "" ? {} : { last }),
  };
}
