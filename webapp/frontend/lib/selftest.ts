// Before anything is sealed, the engine must give known answers; a browser that errs sends nothing.
import { KEM_PUBLIC_HASH, KEM_SEALED, SIGNATURE, STRETCHED, VERIFY_KEY } from "./answers.ts";
import { argon2id } from "./argon.ts";
import { equal, fromB64, fromHex, utf8 } from "./bytes.ts";
import { kemPublic, openFrom, sealTo } from "./hpke.ts";
import { normalise } from "./receipt.ts";
import { changed, counting, passAll, refuses, seals, sealTests } from "./selftest-seals.ts";
import { publicKey, sign, verify } from "./sign.ts";

const ours = {
  ...seals,
  kemPublic,
  sealTo,
  openFrom,
  argon2id,
  publicKey,
  sign,
  verify,
  normalise,
};

/** What the self-test tries; tests hand in a wrong part to see it found. */
export type Engine = typeof ours;

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

const TESTS = { ...sealTests, kem, stretching, signing, words };

/** Returns if every answer is the known one, else throws a CryptoError that names the first test. */
export async function selfTest(overrides: Partial<Engine> = {}): Promise<void> {
  await passAll(TESTS, { ...ours, ...overrides });
}
