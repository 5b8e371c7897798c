// Who stands in the newest roster that this browser verified.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { type Member, parseMembers } from "../../lib/roster.ts";
import type { DeskAnswer, StaffRow } from "../api/types.ts";
import { open } from "../store/session.ts";

/** The members of the newest roster: the session keeps a desk only once its rosters are verified. */
export function currentMembers(desk: DeskAnswer = open().desk): Member[] {
  const newest = desk.rosters.at(-1);
  return newest === undefined ? [] : parseMembers(fromB64(newest.members));
}

/** Whoever stands there: the others have left, or an invite of theirs is not signed. */
export function onStaff(desk: DeskAnswer): StaffRow[] {
  const listed = new Set(currentMembers(desk).map(({ staffId }) => toB64(staffId)));
  return desk.staff.filter((row) => listed.has(row.staff_id));
}
