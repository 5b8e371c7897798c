// Inputs made by somebody who wants to be believed: points of small order, cut tags, wrong lengths.
import { describe, expect, test } from "vitest";
import { aeadOpen, aeadSeal } from "../../../webapp/frontend/lib/aead.ts";
import { fromHex, u8, u16, u32, u64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { parseHeader } from "../../../webapp/frontend/lib/envelope.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { K } from "../../../webapp/frontend/lib/hash.ts";
import { kemPublic, openFrom, sealTo } from "../../../webapp/frontend/lib/hpke.ts";
import {
  commit,
  keyRecordFromJson,
  keyRecordToJson,
  makeKeyRecord,
  openDeskWrap,
  openSelfWrap,
  sealShare,
} from "../../../webapp/frontend/lib/keys.ts";
import { deriveReceipt } from "../../../webapp/frontend/lib/receipt.ts";
import {
  openCaseWrap,
  parseRecordHeader,
  sealCaseWrap,
  sealRecord,
} from "../../../webapp/frontend/lib/records.ts";
import { publicKey, sign, verify } from "../../../webapp/frontend/lib/sign.ts";
import { epochKeys } from "../../../webapp/frontend/lib/staff.ts";
import { CONV, receipt, SITE } from "./made.ts";

const seed = new Uint8Array(32).fill(5);
const message = new Uint8Array(3);

// The points whose order divides eight, and the spellings of two of them beyond the field's prime.
const SMALL_ORDER = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0100000000000000000000000000000000000000000000000000000000000080",
];

describe("Ed25519 refuses", () => {
  const signature = sign(seed, message);

  test.each(SMALL_ORDER)("the small-order or non-canonical key %s", (point) => {
    const forged = new Uint8Array(64);
    forged[0] = 1;
    for (const each of [forged, signature]) {
      expect(() => verify(fromHex(point), message, each)).toThrow(CryptoError);
    }
  });

  test.each(SMALL_ORDER)("a signature whose R is %s", (point) => {
    const wrong = signature.slice();
    wrong.set(fromHex(point));
    expect(() => verify(publicKey(seed), message, wrong)).toThrow(CryptoError);
  });

  test("a scalar that has the group's order added to it", () => {
    const order = fromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    const wrong = signature.slice();
    let carry = 0;
    order.forEach((byte, i) => {
      const sum = (signature[32 + i] ?? 0) + byte + carry;
      wrong[32 + i] = sum & 255;
      carry = sum >> 8;
    });
    expect(() => verify(publicKey(seed), message, wrong)).toThrow(CryptoError);
  });

  test.each([0, 31, 33, 64])("a key of %i bytes", (length) => {
    expect(() => verify(zeros(length), message, signature)).toThrow(CryptoError);
  });

  test.each([0, 32, 63, 65])("a signature of %i bytes", (length) => {
    expect(() => verify(publicKey(seed), message, zeros(length))).toThrow(CryptoError);
  });
});

describe("XChaCha20-Poly1305 refuses", () => {
  const nonce = zeros(24);
  const sealed = aeadSeal(seed, nonce, SITE, message);

  test.each([0, 1, 15, 16, sealed.length - 1])("all but the first %i bytes cut off", (length) => {
    expect(() => aeadOpen(seed, nonce, SITE, sealed.slice(0, length))).toThrow(CryptoError);
  });

  test.each([0, 16, 31, 33])("a key of %i bytes", (length) => {
    expect(() => aeadOpen(zeros(length), nonce, SITE, sealed)).toThrow(CryptoError);
  });

  test.each([0, 12, 23, 25])("a nonce of %i bytes", (length) => {
    expect(() => aeadSeal(seed, zeros(length), SITE, message)).toThrow(CryptoError);
  });
});

describe("HPKE refuses", () => {
  const recipient = kemPublic(seed);

  test.each([0, 32, 1215, 1217])("a public key of %i bytes", async (length) => {
    await expect(sealTo(zeros(length), SITE, message)).rejects.toThrow(CryptoError);
  });

  test("a public key whose lattice part is not reduced", async () => {
    const wrong = recipient.slice();
    wrong.fill(0xff, 0, 1152);
    await expect(sealTo(wrong, SITE, message)).rejects.toThrow(CryptoError);
  });

  test.each(SMALL_ORDER.slice(0, 3))("a public key with the X25519 point %s", async (point) => {
    const wrong = recipient.slice();
    // u = 0 and u = 1 have small order on X25519's curve too; u = p - 1 likewise.
    wrong.set(fromHex(point), 1184);
    await expect(sealTo(wrong, SITE, message)).rejects.toThrow(CryptoError);
  });

  test.each([0, 1119, 1120, 1135, 1136])("a sealed part cut to %i bytes", async (length) => {
    const sealed = await sealTo(recipient, SITE, message);
    await expect(openFrom(seed, SITE, sealed.slice(0, length))).rejects.toThrow(CryptoError);
  });

  test.each([0, 31, 64])("a seed of %i bytes", async (length) => {
    const sealed = await sealTo(recipient, SITE, message);
    await expect(openFrom(zeros(length), SITE, sealed)).rejects.toThrow(CryptoError);
    expect(() => kemPublic(zeros(length))).toThrow(CryptoError);
  });
});

describe("a key record is refused", () => {
  const epochSeed = new Uint8Array(32).fill(6);
  const mine = receipt();
  const deskPublic = epochKeys(epochSeed).public;
  const about = { site: SITE, conv: CONV, gen: 1, epoch: 1, deskPublic, receipt: mine };

  test("when the desk's copy names another source than the record", async () => {
    const { record } = await makeKeyRecord(about);
    const wrong = { ...record, srcVk: receipt().srcVk };
    await expect(openDeskWrap(SITE, wrong, epochSeed)).rejects.toThrow(CryptoError);
  });

  test("when the key inside is not the one committed to", async () => {
    const { record, key } = await makeKeyRecord(about);
    const { record: other } = await makeKeyRecord({ ...about, gen: 2, key });
    const wrong = { ...record, gen: 2, selfWrap: other.selfWrap };
    expect(() => openSelfWrap(SITE, wrong, mine)).toThrow(CryptoError);
  });

  test("for its source when the server made it", async () => {
    const { record } = await makeKeyRecord({ ...about, receipt: receipt() });
    expect(() => openSelfWrap(SITE, record, mine)).toThrow(CryptoError);
  });

  test.each([
    { gen: 0 },
    { gen: 1.5 },
    { gen: 70_000 },
    { epoch: -1 },
    { kc: "AA" },
    { conv: 5 },
    { desk_wrap: "AAAA" },
    { self_wrap: "=" },
  ])("when its JSON says %j", async (wrong) => {
    const { record } = await makeKeyRecord(about);
    const json = { ...keyRecordToJson(record), ...wrong } as ReturnType<typeof keyRecordToJson>;
    expect(() => keyRecordFromJson(json)).toThrow(CryptoError);
  });

  test("for whoever was sent no copy", async () => {
    const { record } = await makeKeyRecord(about);
    const { desk_wrap: _, self_wrap: __, ...rest } = keyRecordToJson(record);
    const bare = keyRecordFromJson(rest);
    expect([bare.deskWrap, bare.selfWrap]).toEqual([null, null]);
    expect(() => openSelfWrap(SITE, bare, mine)).toThrow(CryptoError);
    await expect(openDeskWrap(SITE, bare, epochSeed)).rejects.toThrow(CryptoError);
  });
});

describe("small things are refused", () => {
  test.each([
    () => u8(256),
    () => u16(-1),
    () => u32(2 ** 32),
    () => u64(2 ** 53),
    () => u32(1.5),
    () => u32(Number.NaN),
  ])("a number that does not fit (%#)", (encode) => {
    expect(encode).toThrow(CryptoError);
  });

  test("a derivation from a key of the wrong length, or under an endless label", () => {
    expect(() => K(zeros(31), "auth")).toThrow(CryptoError);
    expect(() => K(seed, "x".repeat(256))).toThrow(CryptoError);
  });

  test("a receipt without words", () => {
    expect(() => deriveReceipt(" 1 2 3 ", SITE)).toThrow(CryptoError);
  });

  test.each([0, 3, 117, 118, 133, 134])("an envelope of %i bytes", (length) => {
    const start = Uint8Array.of(1, 1, 0, 0x53);
    const envelope = zeros(length);
    envelope.set(start.subarray(0, length));
    expect(() => parseHeader(envelope)).toThrow(CryptoError);
  });

  const first = { caseId: CONV, recordId: SITE, staffId: SITE, gen: 1, rev: 1, prev: zeros(32) };

  test.each([{ gen: 0 }, { rev: 0 }, { rev: 2 }, { prev: seed }, { staffId: seed }])(
    "a record whose header says %j",
    (wrong) => {
      const options = { site: SITE, caseKey: seed, header: { ...first, ...wrong }, inner: message };
      expect(() => sealRecord(options)).toThrow(CryptoError);
    },
  );

  const wrapped = { site: SITE, caseId: CONV, gen: 1, made: 2, epoch: 2, recordsKey: seed };

  test.each([{ gen: 0 }, { made: 3 }, { recordsKey: message }])(
    "a case key whose wrap says %j",
    (wrong) => {
      const { kc, wrap } = sealCaseWrap({ ...wrapped, caseKey: seed });
      expect(() => sealCaseWrap({ ...wrapped, ...wrong, caseKey: seed })).toThrow(CryptoError);
      expect(() => openCaseWrap({ ...wrapped, ...wrong, kc, wrap })).toThrow(CryptoError);
    },
  );

  test("a share of a key that no generation has", async () => {
    const share = { site: SITE, conv: CONV, gen: 0, kc: seed, staffId: SITE };
    await expect(sealShare(share, kemPublic(seed), seed)).rejects.toThrow(CryptoError);
    expect(() => commit(seed, CONV, 0)).toThrow(CryptoError);
  });

  test("a record that is a message, or has another length than padding makes", () => {
    const record = sealRecord({ site: SITE, caseKey: seed, header: first, inner: message });
    const asMessage = record.slice();
    asMessage[1] = 1;
    expect(() => parseRecordHeader(asMessage)).toThrow(CryptoError);
    expect(() => parseRecordHeader(record.slice(0, -1))).toThrow(CryptoError);
  });
});
