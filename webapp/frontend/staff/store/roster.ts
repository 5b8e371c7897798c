// Reads the desk's list of people and keys again while signed in: somebody may have joined since.

import { toB64 } from "../../lib/bytes.ts";
import type { Chain } from "../../lib/roster.ts";
import type { DeskAnswer } from "../api/types.ts";
import {
  checkPeople,
  checkPublic,
  openEpochs,
  signersOf,
  verifiedChain,
} from "../vault/check-desk.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { longReplaced } from "../vault/rosters.ts";
import { askDesk, keepRosters } from "./ask-desk.ts";
import { browserPins } from "./pins.ts";
import { api, apiExpired, open, raiseAlarm, type Session, session } from "./session.ts";

/** Check an answer of `GET /desk` against what was seen, and follow it; gives the verified chain. */
export async function followDesk(held: Session, desk: DeskAnswer): Promise<Chain> {
  const { keyring, me } = held;
  const now = new Date();
  const chain = await verifiedChain(desk, await browserPins.seen(), now);
  const { certificate, current } = chain;
  checkPublic(desk);
  checkPeople(desk, current);
  const epochs = await openEpochs(desk, chain, keyring.staffId, keyring.kemSeed, keyring.epochs);
  const root = { site: desk.site, rootVk: desk.root_vk };
  await browserPins.keepSeen(root, current.serial, certificate.notBefore);
  await keepRosters(desk.rosters);
  keyring.follow(signersOf(chain));
  // Signed out meanwhile: the wiped session must not come back.
  if (session.value?.keyring !== keyring) return chain;
  keyring.turn(current.epoch, epochs);
  keyring.replaced(longReplaced(chain, Math.floor(now.getTime() / 1000)));
  session.value = { ...session.value, desk };
  // Another role, or none: the server has ended this session, and sign-in checks what is true now.
  const mine = current.members.find(({ staffId }) => toB64(staffId) === me.staffId);
  if (mine?.role !== me.role) apiExpired();
  return chain;
}

const AGAIN_MS = 60_000;
let last = 0;

/** True where the desk was read anew; not more than once a minute, whoever names whom. */
export async function refreshRoster(): Promise<boolean> {
  if (Date.now() - last < AGAIN_MS) return false;
  last = Date.now();
  const held = open();
  try {
    await followDesk(held, await askDesk(api));
    return true;
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) await raiseAlarm(reason.what);
    return false;
  }
}
