// From both secrets to an open desk: stretch, ask for the session, open the sealed keys, check
// everything the server says about the desk, and only then show a screen.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import { METHOD_DEVICE } from "../../lib/staff.ts";
import type { Api } from "../api/calls.ts";
import { Problem } from "../api/http.ts";
import type { SessionAnswer } from "../api/types.ts";
import { stretch } from "../argon.ts";
import { Told } from "../ui/explain.ts";
import { openDesk } from "../vault/check-desk.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { openStaffKeys, type StaffKeys } from "../vault/staff-keys.ts";
import { askDesk, keepRosters } from "./ask-desk.ts";
import { bringBack } from "./left.ts";
import { type Lock, lockOf, wipeLock } from "./lock-key.ts";
import { browserPins, type KnownHere } from "./pins.ts";
import { type SecondSource, takeSecond } from "./second.ts";
import { api, apiWith, beginSession, currentVisit, raiseAlarm } from "./session.ts";

export type Step = "asking" | "stretching" | "checking";

export interface Credentials {
  name: string;
  passphrase: string;
  source: SecondSource;
  /** Keep here what makes the next sign-in shorter: the device key, and that this browser is known. */
  remember: boolean;
}

interface Account {
  answer: SessionAnswer;
  keys: StaffKeys;
  lock: Lock;
  /** The device key, to be kept in this browser where that is asked for. */
  device: Uint8Array | null;
  /** Both secrets, and the passphrase alone. */
  proofs: { auth: Uint8Array; again: Uint8Array };
}

/** Sign in, or raise with words for the form; where keys do not fit, the alarm takes over. */
export async function signIn(given: Credentials, onStep: (step: Step) => void): Promise<void> {
  const visit = currentVisit();
  try {
    const known = await browserPins.known(given.name);
    const account = await openAccount(given, known, onStep);
    onStep("checking");
    try {
      if (await enter(account, visit)) {
        await remember(given, account, known);
        await keepAgain(account);
      }
    } finally {
      account.device?.fill(0);
    }
  } catch (reason) {
    if (!(reason instanceof KeysDoNotFit)) throw reason;
    await raiseAlarm(reason.what);
  }
}

const keeps = ({ remember: asked, source }: Credentials): boolean =>
  asked || source.kind === "kept";

async function openAccount(
  given: Credentials,
  known: KnownHere | null,
  onStep: (step: Step) => void,
): Promise<Account> {
  onStep("asking");
  const { site } = await api.site();
  if (site === null) throw new Told("error.not-set-up");
  const { staff_id: staffId } = await api.startSession(given.name);
  const who = { site: fromB64(site), staffId: fromB64(staffId) };
  const second = await takeSecond(given.source, { site, staffId, name: given.name });
  onStep("stretching");
  const factors = await stretch({
    passphrase: given.passphrase,
    second: second.secret.slice(),
    ...who,
  });
  onStep("asking");
  const { method, secret } = second;
  const shown = { device: known?.token ?? null, remember: keeps(given) };
  try {
    const answer = await ask({ staff_id: staffId, method, auth: toB64(factors.auth), ...shown });
    const keys = openStaffKeys(factors.kek, who.site, who.staffId, method, fromB64(answer.blob));
    const device = method === METHOD_DEVICE ? secret.slice() : null;
    const lock = lockOf(method, secret, factors, who);
    return { answer, keys, lock, device, proofs: factors };
  } finally {
    secret.fill(0);
    factors.kek.fill(0);
    factors.guard.fill(0);
  }
}

async function ask(body: Parameters<Api["openSession"]>[0]): Promise<SessionAnswer> {
  try {
    return await api.openSession(body);
  } catch (reason) {
    if (!(reason instanceof Problem)) throw reason;
    if (reason.status === 401) throw new Told("sign-in.refused");
    if (reason.status === 429) throw new Told("sign-in.wait", { n: Number(reason.body.wait) });
    throw reason;
  }
}

async function remember(
  given: Credentials,
  { answer, lock, device }: Account,
  known: KnownHere | null,
): Promise<void> {
  if (!keeps(given)) return;
  const token = answer.device ?? known?.token ?? null;
  await browserPins.keepKnown(given.name, { token, method: lock.method });
  if (device !== null) await browserPins.keepDevice(given.name, device.slice());
}

/** Should this person lose every device, the server can tell their passphrase from another. */
async function keepAgain({ answer, proofs }: Account): Promise<void> {
  const { auth, again } = proofs;
  // Where it fails, the next sign-in does it.
  if (!answer.provable) await api.keepAgain(toB64(auth), toB64(H(again))).catch(() => null);
  again.fill(0);
}

function forget({ keys, lock }: Account, mine: Api): void {
  keys.kemSeed.fill(0);
  keys.signSeed.fill(0);
  wipeLock(lock);
  void mine.endSession().catch(() => null);
}

/** True where the desk opened; else the session that the server began for it ends again. */
async function enter(account: Account, visit: number): Promise<boolean> {
  const { answer, keys, lock } = account;
  const mine = apiWith(answer.token);
  let entered = false;
  try {
    const desk = await askDesk(mine);
    const { keyring, serial, certified } = await openDesk(
      desk,
      answer,
      keys,
      await browserPins.seen(),
      new Date(),
    );
    await browserPins.keepSeen({ site: desk.site, rootVk: desk.root_vk }, serial, certified);
    await keepRosters(desk.rosters);
    // Signed out while the answers were on their way: nothing opens after that.
    if (visit !== currentVisit()) return false;
    const { staff_id: staffId, name, display_name: displayName, role } = answer;
    const me = { staffId, name, displayName, role };
    beginSession({ me, desk, keyring, lock }, answer.token);
    bringBack();
    entered = true;
    return true;
  } finally {
    if (!entered) forget(account, mine);
  }
}
