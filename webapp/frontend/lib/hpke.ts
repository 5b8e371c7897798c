// HPKE over X-Wing: how a key reaches the desk, a colleague or recovery without the server.
import { ml_kem768_x25519 } from "@noble/post-quantum/hybrid.js";
import { AEAD_ChaCha20Poly1305, KDF_HKDF_SHA256, KEM_MLKEM768_X25519 } from "@panva/hpke-noble";
import { CipherSuite } from "hpke";
import { concat, exactly } from "./bytes.ts";
import { Malformed, Refused } from "./errors.ts";

export const KEM_PUBLIC_LENGTH = 1216;
export const ENC_LENGTH = 1120;
/** What sealing adds to the length of the plaintext. */
export const SEAL_OVERHEAD = ENC_LENGTH + 16;

// Marked pure so that a bundle that only stretches passphrases leaves all of HPKE out.
const suite = /* @__PURE__ */ new CipherSuite(
  KEM_MLKEM768_X25519,
  KDF_HKDF_SHA256,
  AEAD_ChaCha20Poly1305,
);

async function refusingLater<T>(why: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch {
    throw new Refused(why);
  }
}

/** The X-Wing public key of a 32-byte seed. */
export function kemPublic(seed: Uint8Array): Uint8Array {
  // The library keeps the array that it is given, and ours may be wiped.
  return ml_kem768_x25519.keygen(exactly(32, seed, "KEM seed").slice()).publicKey;
}

/** SEAL: `enc ‖ ct`, which only the seed behind `publicKey` opens, and only under the same `info`. */
export async function sealTo(
  publicKey: Uint8Array,
  info: Uint8Array,
  plain: Uint8Array,
): Promise<Uint8Array> {
  exactly(KEM_PUBLIC_LENGTH, publicKey, "KEM public key");
  return refusingLater("cannot seal to this key", async () => {
    const recipient = await suite.DeserializePublicKey(publicKey);
    const { encapsulatedSecret, ciphertext } = await suite.Seal(recipient, plain, { info });
    return concat(encapsulatedSecret, ciphertext);
  });
}

export async function openFrom(
  seed: Uint8Array,
  info: Uint8Array,
  sealed: Uint8Array,
): Promise<Uint8Array> {
  exactly(32, seed, "KEM seed");
  if (sealed.length < SEAL_OVERHEAD) throw new Malformed("sealed part too short");
  return refusingLater("does not open", async () => {
    // DeriveKeyPair would hash the seed once more and give another key.
    const recipient = await suite.DeserializePrivateKey(seed.slice());
    const enc = sealed.slice(0, ENC_LENGTH);
    return suite.Open(recipient, enc, sealed.slice(ENC_LENGTH), { info });
  });
}
