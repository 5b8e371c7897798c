// An engine that errs anywhere is found out before it seals anything.
import { describe, expect, test } from "vitest";
import { argon2id } from "../../../webapp/frontend/lib/argon.ts";
import { zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { H, K } from "../../../webapp/frontend/lib/hash.ts";
import { openFrom } from "../../../webapp/frontend/lib/hpke.ts";
import { type Engine, selfTest } from "../../../webapp/frontend/lib/selftest.ts";
import { flipBit } from "./made.ts";

const wrong: [string, Partial<Engine>][] = [
  ["hashes", { H: (bytes) => flipBit(H(bytes), 3) }],
  ["hashes", { K: (key, label) => K(key, label) }],
  ["aead", { aeadSeal: (_key, _nonce, _aad, plain) => plain }],
  ["aead", { aeadOpen: () => zeros(100) }],
  ["kem", { kemPublic: () => zeros(1216) }],
  ["kem", { sealTo: async () => zeros(1168) }],
  [
    "kem",
    { openFrom: async (seed, info, sealed) => flipBit(await openFrom(seed, info, sealed), 0) },
  ],
  [
    "stretching",
    { argon2id: (secret, salt) => argon2id(secret, salt, { passes: 1, kibibytes: 64 }) },
  ],
  ["signing", { publicKey: (seed) => seed }],
  ["signing", { sign: () => zeros(64) }],
  ["signing", { verify: () => undefined }],
  ["words", { normalise: (text) => text.toLowerCase() }],
  ["randomness", { randomBytes: zeros }],
  [
    "randomness",
    {
      randomBytes: () => {
        throw new TypeError("no randomness here");
      },
    },
  ],
];

describe("the self-test", () => {
  test("passes here", async () => {
    await expect(selfTest()).resolves.toBeUndefined();
  });

  test.each(wrong)("finds wrong %s (%#)", async (name, overrides) => {
    await expect(selfTest(overrides)).rejects.toThrow(`self-test failed: ${name}`);
  });
});
