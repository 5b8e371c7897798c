// What opens a colleague's keys: both secrets together, at one method of one person, and nothing less.
import { describe, expect, test } from "vitest";
import { randomBytes, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { lockKey, openLocked, sealLocked } from "../../../webapp/frontend/lib/lock.ts";
import { openMethodName, sealMethodName } from "../../../webapp/frontend/lib/method-name.ts";
import {
  METHOD_DEVICE,
  METHOD_PASSKEY,
  openStaffBlob,
  sealStaffBlob,
  staffFactors,
} from "../../../webapp/frontend/lib/staff.ts";

const site = randomBytes(16);
const staffId = randomBytes(16);
const stretched = randomBytes(32);
const card = randomBytes(32);
const passkey = randomBytes(32);
const seeds = { kemSeed: randomBytes(32), signSeed: randomBytes(32) };
const place = { site, staffId };
const kekOf = (second: Uint8Array, from = stretched) => staffFactors(from, second).kek;
const sealed = (method: number, second: Uint8Array) =>
  sealStaffBlob({ ...place, method, kek: kekOf(second), ...seeds });

describe("a sealed blob", () => {
  const blob = sealed(METHOD_DEVICE, card);
  const opening = (change: object) => () =>
    openStaffBlob({ ...place, method: METHOD_DEVICE, kek: kekOf(card), blob, ...change });

  test("opens with both secrets at its own place", () => {
    expect(opening({})()).toEqual(seeds);
  });

  test.each([
    ["the passphrase and another second secret", { kek: kekOf(passkey) }],
    ["the second secret and another passphrase", { kek: kekOf(card, randomBytes(32)) }],
    ["another method", { method: METHOD_PASSKEY }],
    ["another person", { staffId: randomBytes(16) }],
    ["another site", { site: randomBytes(16) }],
    ["the blob of the same person's other method", { blob: sealed(METHOD_PASSKEY, passkey) }],
    ["the blob of another card of theirs", { blob: sealed(METHOD_DEVICE, randomBytes(32)) }],
  ])("does not with %s", (_, change) => {
    expect(opening(change)).toThrow();
  });
});

describe("the lock", () => {
  const factors = staffFactors(stretched, card);
  const held = utf8("words");

  test("opens with the passkey alone, and with a device key only beside the passphrase", () => {
    for (const [method, second, with_] of [
      [METHOD_PASSKEY, passkey, null],
      [METHOD_DEVICE, card, factors],
    ] as const) {
      const key = lockKey(method, second, with_, place);
      expect(openLocked(key, sealLocked(key, held))).toEqual(held);
    }
    expect(() => lockKey(METHOD_DEVICE, card, null, place)).toThrow();
  });

  test("of one person, passphrase or second secret is no other's", () => {
    const key = lockKey(METHOD_DEVICE, card, factors, place);
    const locked = sealLocked(key, held);
    for (const other of [
      lockKey(METHOD_DEVICE, card, staffFactors(randomBytes(32), card), place),
      lockKey(METHOD_DEVICE, card, staffFactors(stretched, passkey), place),
      lockKey(METHOD_DEVICE, card, factors, { site, staffId: randomBytes(16) }),
      lockKey(METHOD_PASSKEY, card, null, place),
    ]) {
      expect(() => openLocked(other, locked)).toThrow();
    }
  });
});

describe("a name for a method", () => {
  const method = { ...place, methodId: randomBytes(16), kemSeed: seeds.kemSeed };

  test.each(["", "phone", "llave de Ana ✓", "ق".repeat(200), "🔑".repeat(60)])(
    "is read by its owner, as far as it fits: %s",
    (name) => {
      const sealedName = sealMethodName(method, name);
      expect(sealedName.length).toBe(104);
      const read = openMethodName(method, sealedName);
      expect(name.startsWith(read)).toBe(true);
      expect(utf8(read).length).toBeGreaterThanOrEqual(Math.min(utf8(name).length, 60));
    },
  );

  test("does not open at another method or for somebody else", () => {
    const sealedName = sealMethodName(method, "phone");
    for (const other of [{ methodId: randomBytes(16) }, { kemSeed: randomBytes(32) }]) {
      expect(() => openMethodName({ ...method, ...other }, sealedName)).toThrow();
    }
  });
});
