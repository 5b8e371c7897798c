// From passphrase and device key to an open desk: stretch, ask for the session, open the sealed
// keys, check everything the server says about the desk, and only then show a screen.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { Problem } from "../api/http.ts";
import type { DeskAnswer, SessionAnswer } from "../api/types.ts";
import { stretch } from "../argon.ts";
import { Told } from "../ui/explain.ts";
import { openDesk } from "../vault/check-desk.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { openStaffKeys, type StaffKeys } from "../vault/staff-keys.ts";
import { browserPins } from "./pins.ts";
import { api, demo, expired, phase, raiseAlarm, session, setToken } from "./session.ts";

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
  try {
    const { answer, keys } = await openAccount(given, onStep);
    onStep("checking");
    setToken(answer.token);
    await enter(answer, keys);
    if (given.remember) await browserPins.keepDevice(given.name, device);
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) {
      await raiseAlarm(reason.what);
      return;
    }
    if (session.value === null) setToken(null);
    throw reason;
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

async function enter(answer: SessionAnswer, keys: StaffKeys): Promise<void> {
  const desk: DeskAnswer = await api.desk();
  const pins = { root: await browserPins.root(), serial: await browserPins.serial() };
  const now = new Date();
  const { keyring, serial } = await openDesk(desk, answer, keys, pins, now);
  await browserPins.keepRoot({ site: desk.site, rootVk: desk.root_vk });
  await browserPins.keepSerial(serial);
  if (session.value !== null) keyring.succeed(session.value.keyring);
  const { staff_id: staffId, name, display_name: displayName, role } = answer;
  session.value = { me: { staffId, name, displayName, role }, desk, keyring };
  demo.value = desk.demo;
  expired.value = false;
  phase.value = "open";
}
