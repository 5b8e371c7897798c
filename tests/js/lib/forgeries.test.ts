// What somebody with real keys could make: well sealed, well signed, and still not to be believed.
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import { sealWithNonce } from "../../../webapp/frontend/lib/aead.ts";
import { concat, u16, u32, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { parseHeader } from "../../../webapp/frontend/lib/envelope.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { openFile, sealFile } from "../../../webapp/frontend/lib/files.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { kemPublic, sealTo } from "../../../webapp/frontend/lib/hpke.ts";
import {
  commit,
  makeKeyRecord,
  openDeskWrap,
  openSelfWrap,
  openShare,
  shareInfo,
} from "../../../webapp/frontend/lib/keys.ts";
import {
  CASE_WRAP,
  DESK_WRAP,
  ROSTER_KEY,
  SELF_WRAP,
} from "../../../webapp/frontend/lib/labels.ts";
import { pad, unpad } from "../../../webapp/frontend/lib/padding.ts";
import { caseCommit, openCaseWrap } from "../../../webapp/frontend/lib/records.ts";
import { publicKey, verify } from "../../../webapp/frontend/lib/sign.ts";
import { epochKeys, openRosterKey } from "../../../webapp/frontend/lib/staff.ts";
import { readThread } from "../../../webapp/frontend/lib/thread.ts";
import { CONV, Conversation, receipt, SITE } from "./made.ts";

const [right, wrong] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

describe("a key that is not the one committed to is refused", () => {
  const mine = receipt();
  const about = { site: SITE, conv: CONV, gen: 1, epoch: 7 };
  const { public: deskPublic } = epochKeys(right);
  const kc = commit(right, CONV, 1);
  const info = concat(SITE, CONV, u16(1), u32(7), kc);

  test("in the desk's copy", async () => {
    const { record } = await makeKeyRecord({ ...about, deskPublic, receipt: mine, key: right });
    const forged = concat(wrong, mine.srcVk);
    const deskWrap = await sealTo(deskPublic, concat(DESK_WRAP, info), forged);
    await expect(openDeskWrap(SITE, { ...record, deskWrap }, right)).rejects.toThrow(CryptoError);
  });

  test("in the source's copy", async () => {
    const { record } = await makeKeyRecord({ ...about, deskPublic, receipt: mine, key: right });
    const selfWrap = sealWithNonce(mine.self, zeros(24), concat(SELF_WRAP, info), wrong);
    expect(() => openSelfWrap(SITE, { ...record, selfWrap }, mine)).toThrow(CryptoError);
  });

  test("in a share", async () => {
    const share = { site: SITE, conv: CONV, gen: 1, kc, staffId: SITE };
    const sealed = await sealTo(kemPublic(right), shareInfo(share), wrong);
    await expect(openShare(share, right, sealed)).rejects.toThrow(CryptoError);
  });

  test("in a case", () => {
    const named = { site: SITE, caseId: CONV, gen: 1, made: 1, epoch: 1 };
    const committed = caseCommit(right, CONV, 1);
    const aad = concat(CASE_WRAP, SITE, CONV, u16(1), u32(1), u32(1), committed);
    const wrap = sealWithNonce(right, zeros(24), aad, wrong);
    const open = () => openCaseWrap({ ...named, recordsKey: right, kc: committed, wrap });
    expect(open).toThrow(CryptoError);
  });

  test("in a wrap of the roster key", async () => {
    const rosterVk = publicKey(right);
    const wrap = await sealTo(kemPublic(right), concat(ROSTER_KEY, SITE, CONV, H(rosterVk)), wrong);
    const opening = { site: SITE, staffId: CONV, rosterVk, kemSeed: right, wrap };
    await expect(openRosterKey(opening)).rejects.toThrow(CryptoError);
  });
});

describe("an equation that holds is no signature", () => {
  const { Point } = ed25519;
  const message = new Uint8Array(5);

  /** `k` of RFC 8032 for these bytes, as a scalar. */
  function challenge(r: Uint8Array, key: Uint8Array): bigint {
    const hash = sha512(concat(r, key, message));
    return Point.Fn.create(hash.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n));
  }

  test("when R is of small order, which the owner of a key can arrange", () => {
    const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(right);
    const r = Point.ZERO.toBytes();
    const s = Point.Fn.toBytes(Point.Fn.mul(challenge(r, pointBytes), scalar));
    const signature = concat(r, s);
    expect(ed25519.verify(signature, message, pointBytes, { zip215: false })).toBe(true);
    expect(() => verify(pointBytes, message, signature)).toThrow(CryptoError);
  });

  test("when the key is of small order, which makes it hold for any message", () => {
    const r = Point.BASE.multiply(5n).toBytes();
    const signature = concat(r, Point.Fn.toBytes(5n));
    const key = Point.ZERO.toBytes();
    expect(ed25519.verify(signature, message, key)).toBe(true);
    expect(() => verify(key, message, signature)).toThrow(CryptoError);
  });
});

describe("a header that breaks one rule is refused before anything is opened", () => {
  const talk = new Conversation();
  const first = talk.write("S");
  talk.write("D");
  const second = talk.write("S");

  test.each([
    ["a version of 2", first, 0, [2]],
    ["a type of 2", first, 1, [2]],
    ["an unknown flag", first, 2, [2]],
    ["both flags", first, 2, [3]],
    ["the server's flag from the desk", first, 2, [1, 0x44]],
    ["a direction in lower case", first, 3, [0x73]],
    ["a generation of 0", first, 20, [0, 0]],
    ["a number of 0", first, 22, [0, 0, 0, 0]],
    ["a first message that follows another", first, 26, [1]],
    ["a second message that follows none", second, 26, zeros(32)],
    ["an acknowledged hash without a number", first, 62, [1]],
    ["an acknowledged number without a hash", second, 62, zeros(32)],
  ])("%s", (_, envelope, at, bytes) => {
    expect(parseHeader(envelope).conv).toEqual(CONV);
    const broken = envelope.slice();
    broken.set(bytes, at);
    expect(() => parseHeader(broken)).toThrow(CryptoError);
  });

  test.each([1023, 1025, 4097, 65_535, 65_537])("a body of %i padded bytes", (length) => {
    const envelope = concat(first.slice(0, 118), zeros(length + 16));
    expect(() => parseHeader(envelope)).toThrow(CryptoError);
  });
});

describe("padding that pad would not have made is refused", () => {
  const padded = pad(new Uint8Array(10).fill(9));

  test.each([
    ["a byte that is not zero", concat(padded.slice(0, -1), Uint8Array.of(1))],
    ["a larger bucket than needed", concat(padded, zeros(3072))],
    ["a length just past the end", concat(u32(1021), padded.slice(4))],
    ["the largest length", concat(u32(0xffff_ffff), padded.slice(4))],
    ["no bucket", padded.slice(0, -1)],
    ["nothing", zeros(0)],
  ])("with %s", (_, forged) => {
    expect(unpad(padded).length).toBe(10);
    expect(() => unpad(forged)).toThrow(CryptoError);
  });
});

describe("a file is refused", () => {
  const file = { site: SITE, conv: CONV, fileId: SITE, fk: right };
  const { blob, hash } = sealFile(file, new Uint8Array(10));

  test.each([
    ["under the hash of another blob", { hash: H(right) }],
    ["under a hash of the wrong length", { hash: right.slice(1) }],
    ["under a size of another length", { size: 100_000 }],
  ])("%s", (_, changes) => {
    expect(openFile(file, { blob, size: 10, hash }).length).toBe(10);
    expect(() => openFile(file, { blob, size: 10, hash, ...changes })).toThrow(CryptoError);
  });
});

test("a reply to a message cannot be in an older generation than the message", () => {
  const talk = new Conversation();
  talk.write("S", { gen: 2 });
  talk.write("D", { gen: 1 });
  const { warnings } = readThread({ site: SITE, keys: talk.keys, envelopes: talk.envelopes });
  expect(warnings.map(({ code }) => code)).toEqual(["old_generation_reply"]);
});
