// New keys for somebody on staff who lost every device: their line of the roster, with nothing changed
// but the keys, and words that both sides read out.

import { equal, fromB64, toB64 } from "../../lib/bytes.ts";
import { Refused } from "../../lib/errors.ts";
import { type Member, memberOf } from "../../lib/roster.ts";
import type { InviteRow } from "../api/people-calls.ts";
import type { DeskAnswer } from "../api/types.ts";
import { wordsOf } from "./invitation.ts";

export interface Renewal {
  member: Member;
  kemPublic: Uint8Array;
  words: string[];
}

/**
 * What the roster would say of them, by its newest members: whose line it is and their role come from
 * there, the keys from the server, and the words show whether they are theirs.
 */
export function renewalOf(row: InviteRow, members: readonly Member[]): Renewal {
  const { keys, renews } = row;
  const before = members.find(({ staffId }) => toB64(staffId) === renews);
  if (keys === null || before === undefined) throw new Refused("new keys for nobody on staff");
  const { staffId, role } = before;
  const own = { signVk: fromB64(keys.sign_vk), kemPublic: fromB64(keys.kem_public) };
  const member = memberOf(staffId, own, role);
  return { member, kemPublic: own.kemPublic, words: wordsOf(staffId, own, role) };
}

/** The members with this one's new line in place of the old. */
export const renewed = (members: readonly Member[], { member }: Renewal): Member[] =>
  members.map((it) => (equal(it.staffId, member.staffId) ? member : it));

/** The desk as it is with the new key: the seed of a next epoch is sealed to that one. */
export function deskWith(desk: DeskAnswer, { member, kemPublic }: Renewal): DeskAnswer {
  const id = toB64(member.staffId);
  const staff = desk.staff.map((it) =>
    it.staff_id === id ? { ...it, kem_public: toB64(kemPublic) } : it,
  );
  return { ...desk, staff };
}
