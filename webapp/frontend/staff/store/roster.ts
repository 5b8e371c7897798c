// Reads the desk's list of people and keys again while signed in: somebody may have joined since.

import type { DeskAnswer } from "../api/types.ts";
import { checkPeople, signersOf, verifiedChain } from "../vault/check-desk.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { browserPins } from "./pins.ts";
import { api, open, raiseAlarm, type Session, session } from "./session.ts";

/** Check an answer of `GET /desk` against what was seen, and follow it. */
export async function followDesk(held: Session, desk: DeskAnswer): Promise<void> {
  const chain = await verifiedChain(desk, await browserPins.seen(), new Date());
  const { certificate, current } = chain;
  checkPeople(desk, current);
  const root = { site: desk.site, rootVk: desk.root_vk };
  await browserPins.keepSeen(root, current.serial, certificate.notBefore);
  held.keyring.follow(signersOf(chain));
  // Signed out meanwhile: the wiped session must not come back.
  if (session.value === held) session.value = { ...held, desk };
}

const AGAIN_MS = 60_000;
let last = 0;

/** True where the desk was read anew; not more than once a minute, whoever names whom. */
export async function refreshRoster(): Promise<boolean> {
  if (Date.now() - last < AGAIN_MS) return false;
  last = Date.now();
  const held = open();
  try {
    await followDesk(held, await api.desk());
    return true;
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) await raiseAlarm(reason.what);
    return false;
  }
}
