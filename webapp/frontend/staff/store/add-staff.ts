// Adds a newcomer: keys and roster are made in this browser, then the desk is read and checked anew,
// so that the list on screen is what is signed.

import { stretch } from "../argon.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { type HandOver, makeNewcomer, type Newcomer } from "../vault/new-staff.ts";
import { browserPins } from "./pins.ts";
import { followDesk } from "./roster.ts";
import { api, open, raiseAlarm } from "./session.ts";

/** The sheet to hand over; raises with words where the newcomer was not added. */
export async function addStaff(newcomer: Newcomer): Promise<HandOver> {
  const held = open();
  try {
    const seen = await browserPins.seen();
    const desk = await api.desk();
    const made = await makeNewcomer(newcomer, desk, held.keyring, seen, stretch, new Date());
    await api.addStaff(made.call);
    // Or what the newcomer signs would look forged here until the next sign-in.
    await followDesk(held, await api.desk());
    return made.handOver;
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) await raiseAlarm(reason.what);
    throw reason;
  }
}
