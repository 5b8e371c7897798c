// My own ways to sign in: each seals the same keys, under the passphrase and a second secret of its
// own. Whatever is added, removed or changed takes both present secrets again.

import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { deviceKeyWords } from "../../lib/devicekey.ts";
import { H } from "../../lib/hash.ts";
import { type NamedMethod, openMethodName, sealMethodName } from "../../lib/method-name.ts";
import {
  METHOD_DEVICE,
  METHOD_PASSKEY,
  type StaffFactors,
  sealStaffBlob,
} from "../../lib/staff.ts";
import type { AccountAnswer, MethodRow } from "../api/account-calls.ts";
import type { NewMethod } from "../api/types.ts";
import { stretchAll } from "../argon.ts";
import type { Stretched } from "../argon-worker.ts";
import { forgetPasskey, makePasskey } from "../vault/passkey.ts";
import { lockOf, wipeLock } from "./lock-key.ts";
import { type Second, type SecondSource, takeSecond } from "./second.ts";
import { api, open, type Session } from "./session.ts";

/** Both present secrets, as they are typed or about to be shown. */
export interface Secrets {
  passphrase: string;
  source: SecondSource;
}

const whoIs = ({ me, keyring }: Session) => ({
  site: keyring.site,
  staffId: keyring.staffId,
  name: me.name,
});

async function factorsOf(
  held: Session,
  passphrase: string,
  secrets: Uint8Array[],
): Promise<Stretched[]> {
  const { site, staffId } = whoIs(held);
  const seconds = secrets.map((it) => it.slice());
  return stretchAll({ passphrase, seconds, site, staffId });
}

const nth = <T>(all: readonly T[], index: number): T => {
  const found = all[index];
  if (found === undefined) throw new Error("one answer is missing");
  return found;
};

function sealed(held: Session, method: number, factors: StaffFactors): string {
  const { site, staffId, kemSeed, signSeed } = held.keyring;
  return toB64(sealStaffBlob({ site, staffId, method, kek: factors.kek, kemSeed, signSeed }));
}

/** Show one of my second secrets now: for whoever needs it more than once. */
export function showSecond(source: SecondSource): Promise<Second> {
  const { me, desk } = open();
  return takeSecond(source, { site: desk.site, staffId: me.staffId, name: me.name });
}

/** A new second secret beside the present ones; `make` is only asked once those are right. */
async function addMethod(
  given: Secrets,
  name: string,
  method: number,
  make: (methodId: Uint8Array) => Promise<Uint8Array>,
): Promise<void> {
  const held = open();
  const present = await showSecond(given.source);
  const methodId = randomBytes(16);
  let fresh: Uint8Array = new Uint8Array();
  try {
    const [proof] = await factorsOf(held, given.passphrase, [present.secret]);
    if (proof === undefined) throw new Error("stretching failed");
    await api.prove(toB64(proof.auth));
    fresh = await make(methodId);
    const factors = nth(await factorsOf(held, given.passphrase, [fresh]), 0);
    const blob = sealed(held, method, factors);
    const made: NewMethod = { method_id: toB64(methodId), method, auth: toB64(factors.auth), blob };
    await api.addMethod(toB64(proof.auth), made, sealedName(held, made.method_id, name));
  } finally {
    present.secret.fill(0);
    fresh.fill(0);
  }
}

/** One more device key; gives the words for its card, which are nowhere else. */
export async function addDeviceKey(given: Secrets, name: string): Promise<string[]> {
  let words = "";
  await addMethod(given, name, METHOD_DEVICE, async () => {
    const secret = randomBytes(32);
    words = deviceKeyWords(secret);
    return secret;
  });
  return words.split(" ");
}

/** One more passkey; where the server does not take it, the browser is told that it leads nowhere. */
export async function addPasskey(given: Secrets, name: string): Promise<void> {
  const { site, staffId, name: signInName } = whoIs(open());
  let made = "";
  try {
    await addMethod(given, name, METHOD_PASSKEY, async (methodId) => {
      const { id, second } = await makePasskey({ site, staffId, methodId, name: signInName });
      made = id;
      return second;
    });
  } catch (reason) {
    if (made !== "") await forgetPasskey(made);
    throw reason;
  }
}

/** That way leads in no more. */
export async function removeMethod(given: Secrets, methodId: string): Promise<void> {
  const held = open();
  const present = await showSecond(given.source);
  try {
    const proof = nth(await factorsOf(held, given.passphrase, [present.secret]), 0);
    await api.removeMethod(methodId, toB64(proof.auth));
  } finally {
    present.secret.fill(0);
  }
}

/**
 * The new passphrase with everything that is shown; what is not shown is removed, since only its own
 * second secret could seal it anew and the old passphrase must open nothing.
 */
export async function changePassphrase(
  given: Secrets,
  next: string,
  others: readonly Second[],
): Promise<AccountAnswer> {
  const held = open();
  const present = await showSecond(given.source);
  const all = [present, ...others.filter((it) => !sameSecret(it, present))];
  const secrets = all.map(({ secret }) => secret);
  try {
    const before = await factorsOf(held, given.passphrase, secrets);
    const after = await factorsOf(held, next, secrets);
    const resealed = all.map(({ method }, index) => {
      const { auth } = nth(after, index);
      const old = toB64(nth(before, index).auth);
      return { old, auth: toB64(auth), blob: sealed(held, method, nth(after, index)) };
    });
    const answer = await api.changePassphrase(resealed, toB64(H(nth(after, 0).again)));
    relock(held, present, nth(after, 0));
    return answer;
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

const sameSecret = (one: Second, other: Second): boolean =>
  toB64(one.secret) === toB64(other.secret);

/** From now on the new passphrase, or the passkey that was shown, unlocks this desk. */
function relock(held: Session, present: Second, factors: Stretched): void {
  wipeLock(held.lock);
  Object.assign(held.lock, lockOf(present.method, present.secret, factors, whoIs(held)));
  factors.guard.fill(0);
}

function placeOf(held: Session, methodId: string): NamedMethod {
  const { site, staffId, kemSeed } = held.keyring;
  return { site, staffId, methodId: fromB64(methodId), kemSeed };
}

function sealedName(held: Session, methodId: string, name: string): string | null {
  return name === "" ? null : toB64(sealMethodName(placeOf(held, methodId), name));
}

/** What I call it; empty where it has no name, or one that is not mine. */
export function nameOfMethod({ method_id: methodId, name }: MethodRow): string {
  if (name === null) return "";
  try {
    return openMethodName(placeOf(open(), methodId), fromB64(name));
  } catch {
    return "";
  }
}

export const renameMethod = async (methodId: string, name: string): Promise<void> => {
  await api.renameMethod(methodId, sealedName(open(), methodId, name));
};
