// Before anything is sealed, the engine must give known answers; a browser that errs sends nothing.
import { aeadOpen, aeadSeal } from "./aead.ts";
import {
  AEAD_SEALED,
  DERIVED,
  HASH,
  KEM_PUBLIC_HASH,
  KEM_SEALED,
  SIGNATURE,
  STRETCHED,
  VERIFY_KEY,
} from "./answers.ts";
import { argon2id } from "./argon.ts";
import { equal, fromB64, fromHex, randomBytes, utf8 } from "./bytes.ts";
import { CryptoError, Refused } from "./errors.ts";
import { H, K } from "./hash.ts";
import { kemPublic, openFrom, sealTo } from "./hpke.ts";
import { normalise } from "./receipt.ts";
import { publicKey, sign, verify } from "./sign.ts";

const ours = {
  H,
  K,
  aeadSeal,
  aeadOpen,
  kemPublic,
  sealTo,
  openFrom,
  argon2id,
  publicKey,
  sign,
  verify,
  normalise,
  randomBytes,
};

/** What the self-test tries; tests hand in a wrong part to see it found. */
export type Engine = typeof ours;

/** `length` bytes that count up from `first`. */
const counting = (length: number, first = 0) =>
  Uint8Array.from({ length }, (_, i) => (first + i) % 256);

const changed = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

async function refuses(action: () => unknown): Promise<boolean> {
  try {
    await action();
    return false;
  } catch (error) {
    return error instanceof CryptoError;
  }
}

const hashes = ({ H, K }: Engine) =>
  equal(H(counting(300)), fromHex(HASH)) &&
  equal(K(counting(32), "auth", counting(20)), fromHex(DERIVED));

async function aead({ aeadSeal, aeadOpen }: Engine): Promise<boolean> {
  const [key, nonce, aad, plain] = [
    counting(32, 128),
    counting(24, 64),
    counting(13),
    counting(100),
  ];
  const sealed = fromHex(AEAD_SEALED);
  return (
    equal(aeadSeal(key, nonce, aad, plain), sealed) &&
    equal(aeadOpen(key, nonce, aad, sealed), plain) &&
    (await refuses(() => aeadOpen(key, nonce, aad, changed(sealed))))
  );
}

async function kem({ kemPublic, sealTo, openFrom, H }: Engine): Promise<boolean> {
  const [seed, plain, info] = [counting(32), counting(32, 32), utf8("ql1 self test")];
  const publicKey = kemPublic(seed);
  if (!equal(H(publicKey), fromHex(KEM_PUBLIC_HASH))) return false;
  const known = await openFrom(seed, info, fromB64(KEM_SEALED));
  const sealed = await sealTo(publicKey, info, plain);
  const again = await openFrom(seed, info, sealed);
  return equal(known, plain) && equal(again, plain);
}

const stretching = ({ argon2id }: Engine) =>
  equal(
    argon2id(utf8("able baker charlie"), counting(16), { passes: 2, kibibytes: 64 }),
    fromHex(STRETCHED),
  );

async function signing({ publicKey, sign, verify }: Engine): Promise<boolean> {
  const [seed, message, signature] = [counting(32), counting(50), fromHex(SIGNATURE)];
  const verifyKey = fromHex(VERIFY_KEY);
  verify(verifyKey, message, signature);
  return (
    equal(publicKey(seed), verifyKey) &&
    equal(sign(seed, message), signature) &&
    (await refuses(() => verify(verifyKey, changed(message), signature)))
  );
}

const words = ({ normalise }: Engine) => normalise(" Órbita-ÑANDÚ ") === "orbita nandu";

/** No known answer shows that bytes are random; that they stand still can be seen. */
const randomness = ({ randomBytes }: Engine) => !equal(randomBytes(32), randomBytes(32));

const TESTS = { hashes, aead, kem, stretching, signing, words, randomness };

/** Returns if every answer is the known one, else throws a CryptoError that names the first test. */
export async function selfTest(overrides: Partial<Engine> = {}): Promise<void> {
  const engine = { ...ours, ...overrides };
  for (const [name, passes] of Object.entries(TESTS)) {
    let right = false;
    try {
      right = await passes(engine);
    } catch {
      // An engine that fails in any way is a wrong one; the refusal below says which part.
    }
    if (!right) throw new Refused(`self-test failed: ${name}`);
  }
}
