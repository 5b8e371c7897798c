// The way out of the idle lock: a tap on the passkey, or the passphrase beside the device key that
// this tab was opened with.

import { lockKey } from "../../lib/lock.ts";
import { METHOD_PASSKEY } from "../../lib/staff.ts";
import { stretchLocked } from "../argon.ts";
import { Told } from "../ui/explain.ts";
import { unlockWith, wrongTry } from "./lock.ts";
import { takeSecond } from "./second.ts";
import { open } from "./session.ts";

/** Unlock with the passkey that the desk was opened with, or another of the same person: no. */
export async function unlockByPasskey(): Promise<void> {
  const { me, desk, keyring } = open();
  const who = { site: desk.site, staffId: me.staffId, name: me.name };
  const { secret } = await takeSecond({ kind: "passkey" }, who);
  const key = lockKey(METHOD_PASSKEY, secret, null, keyring);
  secret.fill(0);
  await unlockWith(key).finally(() => key.fill(0));
}

export async function unlockByPassphrase(passphrase: string): Promise<void> {
  if (passphrase === "") throw new Told("account.passphrase-missing");
  const { keyring, lock } = open();
  if (lock.device === null) throw new Told("lock.passkey-needed");
  const { site, staffId } = keyring;
  const factors = await stretchLocked({ passphrase, guarded: lock.device, site, staffId });
  if (factors === null) return wrongTry();
  const key = lockKey(lock.method, new Uint8Array(), factors, keyring);
  factors.kek.fill(0);
  factors.guard.fill(0);
  await unlockWith(key).finally(() => key.fill(0));
}
