// The part of the self-test that whoever seals files needs too: hashes, the cipher, and chance.
import { aeadOpen, aeadSeal } from "./aead.ts";
import { AEAD_SEALED, DERIVED, HASH } from "./answers.ts";
import { equal, fromHex, randomBytes } from "./bytes.ts";
import { CryptoError, Refused } from "./errors.ts";
import { H, K } from "./hash.ts";

export const seals = { H, K, aeadSeal, aeadOpen, randomBytes };

export type Seals = typeof seals;

/** `length` bytes that count up from `first`. */
export const counting = (length: number, first = 0) =>
  Uint8Array.from({ length }, (_, i) => (first + i) % 256);

export const changed = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

export async function refuses(action: () => unknown): Promise<boolean> {
  try {
    await action();
    return false;
  } catch (error) {
    return error instanceof CryptoError;
  }
}

const hashes = ({ H, K }: Seals) =>
  equal(H(counting(300)), fromHex(HASH)) &&
  equal(K(counting(32), "auth", counting(20)), fromHex(DERIVED));

async function aead({ aeadSeal, aeadOpen }: Seals): Promise<boolean> {
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

/** No known answer shows that bytes are random; that they stand still can be seen. */
const randomness = ({ randomBytes }: Seals) => !equal(randomBytes(32), randomBytes(32));

export const sealTests = { hashes, aead, randomness };

type Test<E> = (engine: E) => boolean | Promise<boolean>;

/** Returns if every test passes, else throws a CryptoError that names the first that does not. */
export async function passAll<E>(tests: Record<string, Test<E>>, engine: E): Promise<void> {
  for (const [name, passes] of Object.entries(tests)) {
    let right = false;
    try {
      right = await passes(engine);
    } catch {
      // An engine that fails in any way is a wrong one; the refusal below says which part.
    }
    if (!right) throw new Refused(`self-test failed: ${name}`);
  }
}
