// Letting an interpreter into one conversation: each of its keys, sealed to that person alone.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { checkedKey, sealShare } from "../../lib/keys.ts";
import type { ShareRow } from "../api/live-types.ts";
import type { StaffRow } from "../api/types.ts";
import type { OpenedConversation } from "./conversation.ts";
import { type Keyring, KeysDoNotFit } from "./keyring.ts";

/** The person's public key, if it is the one that a verified roster lists for an interpreter. */
export function interpretersKey(person: StaffRow, keyring: Keyring): Uint8Array {
  const key = fromB64(person.kem_public);
  if (!keyring.listsKey(person.staff_id, key, 5)) throw new KeysDoNotFit("people");
  return key;
}

/** A share of every generation that is open here. */
export async function sharesFor(
  person: StaffRow,
  opened: OpenedConversation,
  keyring: Keyring,
): Promise<ShareRow[]> {
  const theirPublic = interpretersKey(person, keyring);
  const { site } = keyring;
  const { conv } = opened;
  const staffId = fromB64(person.staff_id);
  return Promise.all(
    opened.keys.map(async ({ gen, key, kc }) => {
      const whole = checkedKey(key, { conv, gen, kc });
      const wrap = await sealShare({ site, conv, gen, kc, staffId }, theirPublic, whole);
      return { gen, kc: toB64(kc), wrap: toB64(wrap) };
    }),
  );
}
