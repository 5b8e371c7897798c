// The key of an organisation, believed only by the word of an administrator whom a roster lists.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { signOrganisationKey, verifyOrganisationKey } from "../../lib/organisation-key.ts";
import type { NamedKey } from "../api/directory-calls.ts";
import type { Organisation } from "../directory/types.ts";
import type { Keyring } from "./keyring.ts";

/** Administrators, with the desk's words and without (Protocol section 6). */
const NAMERS: readonly number[] = [3, 4];

/** This key, with the signed-in person's word for it. */
export function nameKey(
  organisation: string,
  recipient: string,
  day: string,
  keyring: Keyring,
): NamedKey {
  const named = { organisation, recipient, day };
  const signature = toB64(signOrganisationKey(keyring.signSeed, keyring.site, named));
  return { recipient, day, signature };
}

type Keyed = Pick<Organisation, "id" | "age_recipient" | "key_word">;

/** The key that packets may be sealed to; "" where there is none, or nobody's word holds for it. */
export function vouchedKey({ id, age_recipient, key_word }: Keyed, keyring: Keyring): string {
  if (age_recipient === null || key_word === null) return "";
  const { staff_id, day, signature } = key_word;
  const named = { organisation: id, recipient: age_recipient, day };
  const holds = keyring.signersOf(staff_id).some(({ signVk, role }) => {
    if (!NAMERS.includes(role)) return false;
    try {
      verifyOrganisationKey(signVk, keyring.site, named, fromB64(signature));
      return true;
    } catch {
      return false;
    }
  });
  return holds ? age_recipient : "";
}
