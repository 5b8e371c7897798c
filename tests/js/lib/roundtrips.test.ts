// Whatever is sealed opens to itself, in a few lengths only, and with any bit flipped not at all.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equal, fromB64, fromHex, toB64, toHex } from "../../../webapp/frontend/lib/bytes.ts";
import { type Header, openEnvelope, sealEnvelope } from "../../../webapp/frontend/lib/envelope.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import {
  blobLength,
  CHUNK_LENGTH,
  openFile,
  sealFile,
} from "../../../webapp/frontend/lib/files.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { kemPublic, openFrom, sealTo } from "../../../webapp/frontend/lib/hpke.ts";
import {
  commit,
  keyRecordFromJson,
  keyRecordToJson,
  makeKeyRecord,
  openDeskWrap,
  openSelfWrap,
  openShare,
  sealShare,
  verifyKeyRecord,
} from "../../../webapp/frontend/lib/keys.ts";
import { isPaddedLength, pad, padme, unpad } from "../../../webapp/frontend/lib/padding.ts";
import {
  openCaseWrap,
  openRecord,
  sealCaseWrap,
  sealRecord,
} from "../../../webapp/frontend/lib/records.ts";
import { publicKey, sign, verify } from "../../../webapp/frontend/lib/sign.ts";
import {
  epochKeys,
  openEpochSeed,
  openRosterKey,
  openStaffBlob,
  sealEpochSeed,
  sealRosterKey,
  sealStaffBlob,
} from "../../../webapp/frontend/lib/staff.ts";
import { CONV, flipBit, receipt, SITE } from "./made.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const key = bytes(32);
const anyBit = fc.nat({ max: 8 * 4_000_000 });
// Around each bucket's edge and a little beyond the last.
const inner = fc
  .oneof(
    fc.nat({ max: 3000 }),
    fc.constantFrom(1019, 1020, 1021, 4092, 4093, 16_380, 16_381, 65_532, 65_533),
  )
  .chain(bytes);

const header = fc.record({
  flags: fc.constantFrom(0, 1),
  direction: fc.constant("S" as const),
  conv: bytes(16),
  gen: fc.integer({ min: 1, max: 0xffff }),
  seq: fc.integer({ min: 2, max: 0xffff_ffff }),
  prev: bytes(32).filter((hash) => hash.some(Boolean)),
  ackSeq: fc.integer({ min: 1, max: 0xffff_ffff }),
  ack: bytes(32).filter((hash) => hash.some(Boolean)),
  nonce: bytes(24),
}) as fc.Arbitrary<Header>;

describe("an envelope", () => {
  const sealed = fc.tuple(key, header, inner).map(([k, head, body]) => {
    const options = { site: SITE, key: k, kc: commit(k, head.conv, head.gen) };
    return { ...options, body, envelope: sealEnvelope({ ...options, header: head, inner: body }) };
  });

  test("opens to what was sealed, in a length that padding makes", () => {
    fc.assert(
      fc.property(sealed, ({ body, envelope, ...options }) => {
        expect(equal(openEnvelope({ ...options, envelope }), body)).toBe(true);
        expect(isPaddedLength(envelope.length - 118 - 16)).toBe(true);
      }),
    );
  });

  test("is refused with any bit flipped", () => {
    fc.assert(
      fc.property(sealed, anyBit, ({ envelope, ...options }, bit) => {
        const open = () => openEnvelope({ ...options, envelope: flipBit(envelope, bit) });
        expect(open).toThrow(CryptoError);
      }),
    );
  });

  test("is refused when cut or lengthened", () => {
    fc.assert(
      fc.property(sealed, fc.nat({ max: 2000 }), ({ envelope, ...options }, length) => {
        const cut = envelope.slice(0, Math.min(length, envelope.length - 1));
        const longer = new Uint8Array(envelope.length + 1 + length);
        longer.set(envelope);
        for (const wrong of [cut, longer]) {
          expect(() => openEnvelope({ ...options, envelope: wrong })).toThrow(CryptoError);
        }
      }),
    );
  });

  test("is refused by another site, key or commitment", () => {
    fc.assert(
      fc.property(sealed, key, ({ envelope, ...options }, other) => {
        const wrongs = [{ site: other.slice(16) }, { key: other }, { kc: other }];
        for (const wrong of wrongs) {
          expect(() => openEnvelope({ ...options, ...wrong, envelope })).toThrow(CryptoError);
        }
      }),
    );
  });
});

describe("padding", () => {
  test("is undone exactly, and its lengths are few", () => {
    fc.assert(
      fc.property(inner, (content) => {
        const padded = pad(content);
        expect(equal(unpad(padded), content)).toBe(true);
        expect(padded.length > 65_536 || [1024, 4096, 16_384, 65_536].includes(padded.length)).toBe(
          true,
        );
      }),
    );
  });

  test("of PADMÉ never shrinks, adds an eighth at most, and is stable", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), (length) => {
        const padded = padme(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThanOrEqual(length + Math.max(1, length / 8));
        expect(padme(padded)).toBe(padded);
      }),
    );
  });
});

describe("a file", () => {
  const edges = [1, 2, 3].flatMap((n) => [-1, 0, 1].map((off) => n * CHUNK_LENGTH + off));
  const size = fc.oneof(fc.constantFrom(0, 1, ...edges), fc.nat({ max: 200_000 }));
  const file = fc.record({
    site: fc.constant(SITE),
    conv: fc.constant(CONV),
    fileId: bytes(16),
    fk: key,
  });

  test("opens to itself at every edge of its chunks, in the length its size gives", () => {
    fc.assert(
      fc.property(file, size, key, (about, length, fill) => {
        const data = Uint8Array.from({ length }, (_, i) => fill[i % 32] ?? 0);
        const { blob, hash } = sealFile(about, data);
        expect(blob.length).toBe(blobLength(length));
        expect(equal(openFile(about, { blob, size: length, hash }), data)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("is refused with any bit flipped, even when its hash is made to fit", () => {
    fc.assert(
      fc.property(file, size, anyBit, (about, length, bit) => {
        const { blob, hash } = sealFile(about, new Uint8Array(length));
        const wrong = flipBit(blob, bit);
        for (const claimed of [hash, H(wrong)]) {
          const open = () => openFile(about, { blob: wrong, size: length, hash: claimed });
          expect(open).toThrow(CryptoError);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("is refused under a smaller size, which would hide its end", () => {
    const about = { site: SITE, conv: CONV, fileId: new Uint8Array(16), fk: new Uint8Array(32) };
    const { blob, hash } = sealFile(about, new Uint8Array(100).fill(7));
    expect(() => openFile(about, { blob, size: 99, hash })).toThrow(CryptoError);
  });
});

describe("what is sealed to a key", () => {
  test("opens with its seed only, and with any bit flipped not at all", async () => {
    await fc.assert(
      fc.asyncProperty(key, key, inner, anyBit, async (seed, other, body, bit) => {
        fc.pre(!equal(seed, other));
        const sealed = await sealTo(kemPublic(seed), CONV, body);
        expect(equal(await openFrom(seed, CONV, sealed), body)).toBe(true);
        await expect(openFrom(other, CONV, sealed)).rejects.toThrow(CryptoError);
        await expect(openFrom(seed, SITE, sealed)).rejects.toThrow(CryptoError);
        await expect(openFrom(seed, CONV, flipBit(sealed, bit))).rejects.toThrow(CryptoError);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a key record", () => {
  const generation = fc.integer({ min: 1, max: 0xffff });

  test("opens for its source and for the desk, and survives the calls' JSON", async () => {
    await fc.assert(
      fc.asyncProperty(key, generation, async (epochSeed, gen) => {
        const mine = receipt();
        const deskPublic = epochKeys(epochSeed).public;
        const about = { site: SITE, conv: CONV, gen, epoch: 7, deskPublic, receipt: mine };
        const made = await makeKeyRecord(about);
        const record = keyRecordFromJson(JSON.parse(JSON.stringify(keyRecordToJson(made.record))));
        expect(record).toEqual(made.record);
        verifyKeyRecord(SITE, record);
        expect(openSelfWrap(SITE, record, mine)).toEqual(made.key);
        const opened = await openDeskWrap(SITE, record, epochSeed);
        expect(opened).toEqual({ key: made.key, srcVk: mine.srcVk });
      }),
      { numRuns: 20 },
    );
  });

  test("is refused with any bit of any part flipped", async () => {
    const mine = receipt();
    const epochSeed = new Uint8Array(32).fill(9);
    const deskPublic = epochKeys(epochSeed).public;
    const about = { site: SITE, conv: CONV, gen: 3, epoch: 7, deskPublic, receipt: mine };
    const { record } = await makeKeyRecord(about);
    const parts = fc.constantFrom("conv", "kc", "srcVk", "deskWrap", "selfWrap", "signature");
    await fc.assert(
      fc.asyncProperty(parts as fc.Arbitrary<keyof typeof record>, anyBit, async (part, bit) => {
        const wrong = { ...record, [part]: flipBit(record[part] as Uint8Array, bit) };
        const refusals = await Promise.allSettled([
          (async () => verifyKeyRecord(SITE, wrong))(),
          (async () => openSelfWrap(SITE, wrong, mine))(),
          openDeskWrap(SITE, wrong, epochSeed),
        ]);
        const failed = refusals.flatMap((each) =>
          each.status === "rejected" ? [each.reason] : [],
        );
        expect(failed.length).toBeGreaterThan(0);
        expect(failed.every((reason) => reason instanceof CryptoError)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("is shared with one person only", async () => {
    const k = new Uint8Array(32).fill(3);
    const share = { site: SITE, conv: CONV, gen: 1, kc: commit(k, CONV, 1), staffId: SITE };
    const sealed = await sealShare(share, kemPublic(k), k);
    expect(await openShare(share, k, sealed)).toEqual(k);
    const other = { ...share, staffId: CONV };
    await expect(openShare(other, k, sealed)).rejects.toThrow(CryptoError);
  });
});

describe("the desk's own seals", () => {
  test("give a staff member's seeds back to the same factors and method only", () => {
    fc.assert(
      fc.property(key, key, key, anyBit, (kek, kemSeed, signSeed, bit) => {
        const about = { site: SITE, staffId: CONV, method: 1, kek };
        const blob = sealStaffBlob({ ...about, kemSeed, signSeed });
        expect(openStaffBlob({ ...about, blob })).toEqual({ kemSeed, signSeed });
        const wrongs = [{ method: 2 }, { staffId: SITE }, { blob: flipBit(blob, bit) }];
        for (const wrong of wrongs) {
          expect(() => openStaffBlob({ ...about, blob, ...wrong })).toThrow(CryptoError);
        }
      }),
    );
  });

  test("give an epoch seed back if it is the roster's, and a roster key if it is certified", async () => {
    const [kemSeed, seed] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const recipient = kemPublic(kemSeed);
    const about = { site: SITE, epoch: 3, staffId: CONV, deskPublic: epochKeys(seed).public };
    const wrap = await sealEpochSeed({ ...about, kemPublic: recipient, seed });
    expect(await openEpochSeed({ ...about, kemSeed, wrap })).toEqual(seed);
    const forged = await sealEpochSeed({ ...about, kemPublic: recipient, seed: kemSeed });
    await expect(openEpochSeed({ ...about, kemSeed, wrap: forged })).rejects.toThrow(CryptoError);
    const member = { site: SITE, staffId: CONV };
    const sealed = await sealRosterKey({ ...member, kemPublic: recipient, rosterSeed: seed });
    const opening = { ...member, kemSeed, wrap: sealed, rosterVk: publicKey(seed) };
    expect(await openRosterKey(opening)).toEqual(seed);
    await expect(openRosterKey({ ...opening, rosterVk: SITE })).rejects.toThrow(CryptoError);
  });

  test("give a case key and a record back, and with any bit flipped neither", () => {
    fc.assert(
      fc.property(key, key, inner, anyBit, (recordsKey, caseKey, body, bit) => {
        const about = { site: SITE, caseId: CONV, gen: 1, made: 2, epoch: 3, recordsKey };
        const wrapped = sealCaseWrap({ ...about, caseKey });
        expect(openCaseWrap({ ...about, ...wrapped })).toEqual(caseKey);
        const wrong = { ...wrapped, wrap: flipBit(wrapped.wrap, bit) };
        expect(() => openCaseWrap({ ...about, ...wrong })).toThrow(CryptoError);
        const first = { gen: 1, rev: 1, prev: new Uint8Array(32) };
        const head = { caseId: CONV, recordId: SITE, staffId: SITE, ...first };
        const record = sealRecord({ site: SITE, caseKey, header: head, inner: body });
        expect(equal(openRecord({ site: SITE, caseKey, record }), body)).toBe(true);
        const open = () => openRecord({ site: SITE, caseKey, record: flipBit(record, bit) });
        expect(open).toThrow(CryptoError);
      }),
    );
  });
});

describe("a signature", () => {
  test("holds for its message and key, and with any bit flipped for nothing", () => {
    fc.assert(
      fc.property(key, inner, anyBit, (seed, message, bit) => {
        const signature = sign(seed, message);
        verify(publicKey(seed), message, signature);
        expect(() => verify(publicKey(seed), message, flipBit(signature, bit))).toThrow(
          CryptoError,
        );
        expect(() => verify(flipBit(publicKey(seed), bit), message, signature)).toThrow(
          CryptoError,
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe("spelling bytes", () => {
  test("as base64url or hex is undone exactly", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100_000 }), (value) => {
        expect(equal(fromB64(toB64(value)), value)).toBe(true);
        expect(equal(fromHex(toHex(value)), value)).toBe(true);
      }),
    );
  });

  test("has one way only: any other text is refused or spells itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        let back = text;
        try {
          back = toB64(fromB64(text));
        } catch (error) {
          expect(error).toBeInstanceOf(CryptoError);
        }
        expect(back).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(["AA==", "AB", "A", "AA\n", "A+", "A/", "é"])("refuses %j", (text) => {
    expect(() => fromB64(text)).toThrow(CryptoError);
  });
});
