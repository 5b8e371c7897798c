// From passphrase and device key to an open desk: stretch, ask for the session, open the sealed
// keys, check everything the server says about the desk, and only then show a screen.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import type { Api } from "../api/calls.ts";
import { Problem } from "../api/http.ts";
import type { SessionAnswer } from "../api/types.ts";
import { stretch } from "../argon.ts";
import { Told } from "../ui/explain.ts";
import { openDesk } from "../vault/check-desk.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { openStaffKeys, type StaffKeys } from "../vault/staff-keys.ts";
import { browserPins } from "./pins.ts";
import { api, apiWith, beginSession, currentVisit, raiseAlarm } from "./session.ts";

export type Step = "stretching" | "asking" | "checking";

export interface Credentials {
  name: string;
  passphrase: string;
  device: Uint8Array;
  remember: boolean;
}

/** Sign in, or raise with words for the form; where keys do not fit, the alarm takes over. */
export async function signIn(given: Credentials, onStep: (step: Step) => void): Promise<void> {
  const device = given.device.slice();
  const visit = currentVisit();
  try {
    const { answer, keys } = await openAccount(given, onStep);
    onStep("checking");
    const entered = await enter(answer, keys, visit);
    if (entered && given.remember) await browserPins.keepDevice(given.name, device);
  } catch (reason) {
    if (!(reason instanceof KeysDoNotFit)) throw reason;
    await raiseAlarm(reason.what);
  } finally {
    device.fill(0);
  }
}

async function openAccount(
  given: Credentials,
  onStep: (step: Step) => void,
): Promise<{ answer: SessionAnswer; keys: StaffKeys }> {
  onStep("asking");
  const site = (await api.site()).site;
  if (site === null) throw new Told("error.not-set-up");
  const { staff_id: staffId } = await api.startSession(given.name);
  onStep("stretching");
  const who = { site: fromB64(site), staffId: fromB64(staffId) };
  const secrets = { passphrase: given.passphrase, second: given.device };
  const { auth, kek } = await stretch({ ...secrets, ...who });
  onStep("asking");
  try {
    const answer = await api.openSession({ staff_id: staffId, method: 1, auth: toB64(auth) });
    return { answer, keys: openStaffKeys(kek, who.site, who.staffId, fromB64(answer.blob)) };
  } catch (reason) {
    throw reason instanceof Problem && reason.status === 401 ? new Told("sign-in.refused") : reason;
  } finally {
    kek.fill(0);
  }
}

function forget({ kemSeed, signSeed }: StaffKeys, mine: Api): void {
  kemSeed.fill(0);
  signSeed.fill(0);
  void mine.endSession().catch(() => null);
}

/** True where the desk opened; else the session that the server began for it ends again. */
async function enter(answer: SessionAnswer, keys: StaffKeys, visit: number): Promise<boolean> {
  const mine = apiWith(answer.token);
  let entered = false;
  try {
    const desk = await mine.desk();
    const { keyring, serial, certified } = await openDesk(
      desk,
      answer,
      keys,
      await browserPins.seen(),
      new Date(),
    );
    await browserPins.keepSeen({ site: desk.site, rootVk: desk.root_vk }, serial, certified);
    // Signed out while the answers were on their way: nothing opens after that.
    if (visit !== currentVisit()) return false;
    const { staff_id: staffId, name, display_name: displayName, role } = answer;
    const me = { staffId, name, displayName, role };
    beginSession({ me, desk, keyring }, answer.token);
    entered = true;
    return true;
  } finally {
    if (!entered) forget(keys, mine);
  }
}
