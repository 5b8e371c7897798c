// A desk signs a roster every day, and old ones are needed for good: whoever verified them keeps them,
// and the server tells only what follows. The chain is checked whole every time, from the first on.

import { fromB64 } from "../../lib/bytes.ts";
import { CryptoError } from "../../lib/errors.ts";
import { parseRoster } from "../../lib/roster.ts";
import type { RosterIn } from "../api/types.ts";

/** The number of a roster, 0 of none; what cannot be read counts as none, and does not verify. */
export function serialOf(roster: RosterIn | undefined): number {
  try {
    return roster === undefined ? 0 : parseRoster(fromB64(roster.body)).serial;
  } catch (reason) {
    if (!(reason instanceof CryptoError)) throw reason;
    return 0;
  }
}

/**
 * What is kept and what follows it; a server that tells everything from the beginning is heard alone.
 * Where it tells another beginning than the one that is kept, the two together do not verify.
 */
export function wholeChain(kept: readonly RosterIn[], told: readonly RosterIn[]): RosterIn[] {
  const [first] = told;
  const follows = first === undefined || serialOf(first) > serialOf(kept.at(-1));
  const isOther = told.some(({ body }, i) => body !== (kept[i]?.body ?? body));
  return follows || isOther ? [...kept, ...told] : [...told];
}
