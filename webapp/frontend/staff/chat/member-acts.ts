// Who comes into a chat and who leaves it: the server's word first, then the thread says it openly.

import type { Member } from "../api/live-types.ts";
import type { Item, StaffRow } from "../api/types.ts";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { api, nameOf, open } from "../store/session.ts";
import { sharesFor } from "../vault/shares.ts";
import { sayPresence } from "./send.ts";

const myName = (): string => open().me.displayName;
const myId = (): string => open().me.staffId;

/** A colleague who is here joins; both of us may write. */
export async function invitePartner(talk: Talk, staffId: string): Promise<void> {
  talk.setItem(await api.addMember(talk.conv, { staff_id: staffId, kind: "partner", shares: [] }));
  await sayPresence(talk.conv, "joined", "partner", nameOf(staffId));
}

/** The interpreter gets every key of this one conversation, each sealed to them alone. */
export async function inviteInterpreter(
  talk: Talk,
  opened: Opened,
  person: StaffRow,
): Promise<void> {
  const shares = await sharesFor(person, opened.conversation, open().keyring);
  const { staff_id, display_name: name } = person;
  talk.setItem(await api.addMember(talk.conv, { staff_id, kind: "interpreter", shares }));
  await sayPresence(talk.conv, "joined", "interpreter", name);
}

/** The newest keys for an interpreter who is in already; says nothing in the thread. */
export async function shareAgain(talk: Talk, opened: Opened, person: StaffRow): Promise<void> {
  const shares = await sharesFor(person, opened.conversation, open().keyring);
  const { staff_id } = person;
  talk.setItem(await api.addMember(talk.conv, { staff_id, kind: "interpreter", shares }));
}

/** The holder asks somebody to go: their shares are deleted with them. */
export async function removeMember(talk: Talk, { staff_id: id, kind }: Member): Promise<void> {
  talk.setItem(await api.removeMember(talk.conv, id));
  await sayPresence(talk.conv, "left", kind, nameOf(id));
}

/** I leave: said while I still may write. */
export async function leave(talk: Talk, kind: Member["kind"]): Promise<Item> {
  await sayPresence(talk.conv, "left", kind, myName());
  const item = await api.removeMember(talk.conv, myId());
  talk.setItem(item);
  return item;
}

/** A supervisor comes in, and the person sees it. */
export async function joinOpenly(talk: Talk): Promise<void> {
  talk.setItem(await api.join(talk.conv));
  await sayPresence(talk.conv, "joined", "supervisor", myName());
}

/** A supervisor takes the chat from whoever holds it. */
export async function takeOver(talk: Talk): Promise<void> {
  talk.setItem(await api.takeOver(talk.conv));
  await sayPresence(talk.conv, "joined", "supervisor", myName());
}

/**
 * The chat is the colleague's, and I am out. It is said before, because afterwards I may not write;
 * where the server refuses, the thread is put right.
 */
export async function handOver(talk: Talk, to: string, isIn: boolean): Promise<void> {
  await sayPresence(talk.conv, "left", "partner", myName());
  if (!isIn) await sayPresence(talk.conv, "joined", "partner", nameOf(to));
  try {
    talk.setItem(await api.handOver(talk.conv, to));
  } catch (reason) {
    if (!isIn) await sayPresence(talk.conv, "left", "partner", nameOf(to));
    await sayPresence(talk.conv, "joined", "partner", myName());
    throw reason;
  }
}
