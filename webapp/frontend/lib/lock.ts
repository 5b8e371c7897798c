// The idle lock: what a locked desk keeps in memory is sealed under a key that comes from the second
// secret. A passkey asks for its owner; a device key lies in the same browser, so there it takes the
// passphrase as well.

import { NONCE_LENGTH, openWithNonce, sealWithNonce, TAG_LENGTH } from "./aead.ts";
import { concat, exactly, randomBytes } from "./bytes.ts";
import { K } from "./hash.ts";
import { LOCK } from "./labels.ts";
import { METHOD_PASSKEY, type StaffFactors } from "./staff.ts";

/** The key of the lock; `factors` count for a device key, and are not needed for a passkey. */
export function lockKey(
  method: number,
  second: Uint8Array,
  factors: StaffFactors | null,
  place: { site: Uint8Array; staffId: Uint8Array },
): Uint8Array {
  const from = method === METHOD_PASSKEY ? second : factors?.kek;
  const where = concat(exactly(16, place.site, "site"), exactly(16, place.staffId, "staff_id"));
  return K(exactly(32, from ?? new Uint8Array(), "key of the lock"), "lock", where);
}

/**
 * What a tab keeps its device key under while it is signed in, from the passphrase alone: a locked tab
 * holds no second secret that could be read out of it.
 */
export function guardOf(
  stretched: Uint8Array,
  place: { site: Uint8Array; staffId: Uint8Array },
): Uint8Array {
  const where = concat(exactly(16, place.site, "site"), exactly(16, place.staffId, "staff_id"));
  return K(exactly(32, stretched, "stretched passphrase"), "guard", where);
}

export const sealLocked = (key: Uint8Array, held: Uint8Array): Uint8Array =>
  sealWithNonce(key, randomBytes(NONCE_LENGTH), LOCK, held);

/** Throws where the key is another. */
export const openLocked = (key: Uint8Array, sealed: Uint8Array): Uint8Array =>
  openWithNonce(key, LOCK, sealed, sealed.length - NONCE_LENGTH - TAG_LENGTH);
