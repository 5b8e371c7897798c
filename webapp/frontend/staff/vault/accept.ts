// The accept record: from which source the desk took a conversation, signed by whoever opened it first
// and compared by everybody who opens it later.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { signAccept, verifyAccept } from "../../lib/keys.ts";
import type { Accept, ConversationAnswer } from "../api/types.ts";
import type { Block } from "./generations.ts";
import type { Keyring } from "./keyring.ts";

/** `kc_1` and `src_vk`: what an accept record signs and a case keeps. */
export interface Anchor {
  kc: Uint8Array;
  srcVk: Uint8Array;
}

/** Whether somebody who reads the desk signed this anchor. */
export function acceptHolds(
  accept: Accept,
  conv: Uint8Array,
  anchor: Anchor,
  keyring: Keyring,
): boolean {
  if (accept.kc !== toB64(anchor.kc) || accept.src_vk !== toB64(anchor.srcVk)) return false;
  const message = { site: keyring.site, conv, ...anchor };
  // The record may be older than the current roster: any verified roster's member counts.
  return keyring.signersOf(accept.staff_id).some(({ role, signVk }) => {
    if (role > 3) return false;
    try {
      verifyAccept(message, signVk, fromB64(accept.signature));
      return true;
    } catch {
      return false;
    }
  });
}

/** "" where nothing speaks against the anchor, else why nobody may reply. */
export function checkAccept(
  answer: ConversationAnswer,
  conv: Uint8Array,
  anchor: Anchor,
  keyring: Keyring,
): Block {
  if (answer.accept !== null) {
    return acceptHolds(answer.accept, conv, anchor, keyring) ? "" : "accept-mismatch";
  }
  // Whoever replied or made a case had opened it, and so had left an accept record.
  return answer.item.cases.length > 0 || answer.d.seq > 0 ? "accept-withheld" : "";
}

/** The accept record of the first to open a conversation. */
export function signedAccept(
  conv: string,
  anchor: Anchor,
  keyring: Keyring,
): Omit<Accept, "staff_id"> {
  const message = { site: keyring.site, conv: fromB64(conv), ...anchor };
  return {
    kc: toB64(anchor.kc),
    src_vk: toB64(anchor.srcVk),
    signature: toB64(signAccept(message, keyring.signSeed)),
  };
}
