// Asks for the desk with all its rosters, of which this browser keeps those that it verified.

import type { Api } from "../api/calls.ts";
import type { DeskAnswer, RosterIn } from "../api/types.ts";
import { serialOf, wholeChain } from "../vault/kept-rosters.ts";
import { browserPins } from "./pins.ts";

/** What the server says of the desk; nothing of it is verified yet. */
export async function askDesk(mine: Api): Promise<DeskAnswer> {
  const kept = await browserPins.rosters();
  const desk = await mine.desk(serialOf(kept.at(-1)));
  return { ...desk, rosters: wholeChain(kept, desk.rosters) };
}

/** These were verified; they are not asked for again. */
export async function keepRosters(rosters: readonly RosterIn[]): Promise<void> {
  const kept = await browserPins.rosters();
  if (serialOf(rosters.at(-1)) > serialOf(kept.at(-1))) await browserPins.keepRosters(rosters);
}
