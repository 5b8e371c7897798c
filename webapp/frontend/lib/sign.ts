// Ed25519: who made a key record, accepted a conversation, wrote a record, or speaks for the desk.
import { ed25519 } from "@noble/curves/ed25519.js";
import { exactly } from "./bytes.ts";
import { Refused, refusing } from "./errors.ts";

export const SIGNATURE_LENGTH = 64;
export const VERIFY_KEY_LENGTH = 32;

export function publicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(exactly(32, seed, "signing seed"));
}

export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, exactly(32, seed, "signing seed"));
}

/** Throws unless `signature` is `verifyKey`'s over `message`; strict, like libsodium. */
export function verify(verifyKey: Uint8Array, message: Uint8Array, signature: Uint8Array): void {
  exactly(VERIFY_KEY_LENGTH, verifyKey, "verification key");
  exactly(SIGNATURE_LENGTH, signature, "signature");
  const valid = refusing("bad key or signature", () => {
    // A small-order key or R would let one signature hold for many messages.
    const points = [verifyKey, signature.subarray(0, 32)];
    if (points.some((point) => ed25519.Point.fromBytes(point).isSmallOrder())) return false;
    return ed25519.verify(signature, message, verifyKey, { zip215: false });
  });
  if (!valid) throw new Refused("signature does not hold");
}
