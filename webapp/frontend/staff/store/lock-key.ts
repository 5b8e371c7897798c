// What a desk is locked with: made at sign-in from both secrets, and anew when the passphrase changes.

import { lockKey, sealLocked } from "../../lib/lock.ts";
import { METHOD_DEVICE } from "../../lib/staff.ts";
import type { Stretched } from "../argon-worker.ts";

/** The key of the lock, and for a device key that secret as only the passphrase opens it. */
export interface Lock {
  method: number;
  device: Uint8Array | null;
  key: Uint8Array;
}

/** A passkey is tapped again to unlock; a device key is kept sealed, since the passphrase is asked for. */
export function lockOf(
  method: number,
  secret: Uint8Array,
  factors: Stretched,
  who: { site: Uint8Array; staffId: Uint8Array },
): Lock {
  const device = method === METHOD_DEVICE ? sealLocked(factors.guard, secret) : null;
  return { method, device, key: lockKey(method, secret, factors, who) };
}

export function wipeLock({ key, device }: Lock): void {
  key.fill(0);
  device?.fill(0);
}
