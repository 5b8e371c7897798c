// A browser believes the desk's keys only through an unbroken chain from the root.
import { beforeEach, describe, expect, test } from "vitest";
import { concat, randomBytes, toB64, u64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { CryptoError } from "../../../webapp/frontend/lib/errors.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { ROSTER } from "../../../webapp/frontend/lib/labels.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  type Member,
  memberOf,
  parseMembers,
  RECOVERY_ID,
  ROLE,
  type Roster,
  readerWithKey,
  signStatement,
  sortMembers,
  verifyChain,
  verifyPublic,
} from "../../../webapp/frontend/lib/roster.ts";
import { publicKey } from "../../../webapp/frontend/lib/sign.ts";
import { epochKeys, newStaffKeys } from "../../../webapp/frontend/lib/staff.ts";
import { flipBit, SITE } from "./made.ts";

const NOW = 1_800_000_000;
const DAY = 86_400;
const [rootSeed, rosterSeed] = [randomBytes(32), randomBytes(32)];
const rootVk = publicKey(rootSeed);
const deskPublic = epochKeys(randomBytes(32)).public;
const staff = newStaffKeys();
const STAFF_ID = new Uint8Array(16).fill(7);

const members = sortMembers([
  memberOf(STAFF_ID, staff, ROLE.advocate),
  memberOf(RECOVERY_ID, { signVk: zeros(32), kemPublic: deskPublic }, ROLE.recovery),
]);

function certificate(changes = {}, seed = rootSeed) {
  const span = { notBefore: NOW - DAY, notAfter: NOW + 400 * DAY };
  const body = encodeCertificate({
    site: SITE,
    rosterVk: publicKey(rosterSeed),
    ...span,
    ...changes,
  });
  return { body, signature: signStatement(seed, body) };
}

function roster(changes: Partial<Roster> = {}, seed = rosterSeed) {
  const encoded = encodeMembers(members);
  const body = encodeRoster({
    site: SITE,
    serial: 1,
    epoch: 1,
    notBefore: NOW - DAY,
    notAfter: NOW + 90 * DAY,
    deskPublic,
    prev: zeros(32),
    membersHash: H(encoded),
    ...changes,
  });
  return { body, members: encoded, signature: signStatement(seed, body) };
}

const following = (
  before: { body: Uint8Array },
  changes: Partial<Roster> = {},
  seed = rosterSeed,
) => roster({ serial: 2, prev: H(before.body), ...changes }, seed);

describe("a source", () => {
  const desk = (cert = certificate(), signed = roster()) => ({
    root_vk: rootVk,
    certificate: cert.body,
    certificate_signature: cert.signature,
    roster: signed.body,
    roster_signature: signed.signature,
    site: SITE,
    now: NOW,
  });

  test("takes the desk's key from bytes or from the call's base64url", () => {
    const bytes = desk();
    const text = Object.entries(bytes).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? toB64(value) : value,
    ]);
    for (const each of [bytes, Object.fromEntries(text)]) {
      expect(verifyPublic(each)).toMatchObject({ epoch: 1, serial: 1, deskPublic });
    }
  });

  test.each([
    ["another root", () => desk(certificate({}, randomBytes(32)))],
    ["another roster key", () => desk(certificate(), roster({}, randomBytes(32)))],
    ["a certificate of another site", () => desk(certificate({ site: randomBytes(16) }))],
    ["a roster of another site", () => desk(certificate(), roster({ site: randomBytes(16) }))],
    ["an expired certificate", () => desk(certificate({ notAfter: NOW }))],
    ["an expired roster", () => desk(certificate(), roster({ notAfter: NOW }))],
    ["a roster from far ahead", () => desk(certificate(), roster({ notBefore: NOW + 2 * DAY }))],
    ["an older roster than known", () => ({ ...desk(), highestSerialSeen: 2 })],
    ["an older certificate than known", () => ({ ...desk(), newestCertificateSeen: NOW })],
    ["an older epoch than that of its own key", () => ({ ...desk(), leastEpoch: 2 })],
    ["a flipped bit", () => ({ ...desk(), roster: flipBit(roster().body, 900) })],
    ["no base64url", () => ({ ...desk(), roster_signature: "?" })],
    ["a roster in place of a certificate", () => desk(roster({}, rootSeed))],
  ])("refuses %s", (_, made) => {
    expect(() => verifyPublic(made())).toThrow(CryptoError);
  });

  test("refuses a roster that ends before it begins, however slow its clock", () => {
    const [begin, end] = [NOW + 2, NOW + 1];
    const signed = roster();
    const body = signed.body.slice();
    const times = concat(u64(begin), u64(end));
    body.set(times, ROSTER.length + 1 + 16 + 4 + 4);
    const backwards = { ...signed, body, signature: signStatement(rosterSeed, body) };
    expect(() => verifyPublic(desk(certificate(), backwards))).toThrow(CryptoError);
    expect(() => certificate({ notBefore: begin, notAfter: end })).toThrow(CryptoError);
  });

  test("takes a roster that its slow clock has not reached yet", () => {
    const signed = roster({ notBefore: NOW + DAY / 2 });
    expect(verifyPublic(desk(certificate(), signed)).serial).toBe(1);
  });
});

describe("the desk", () => {
  let first: ReturnType<typeof roster>;
  beforeEach(() => {
    first = roster();
  });

  const chain = (rosters: ReturnType<typeof roster>[], certificates = [certificate()], seen = 0) =>
    verifyChain(certificates, rosters, rootVk, SITE, NOW, seen);

  test("takes every roster from the first to the current one, with its members", () => {
    const { current, rosters } = chain([first, following(first, { epoch: 2 })], [certificate()], 2);
    expect([current.serial, current.epoch, rosters.length]).toEqual([2, 2, 2]);
    expect(current.members).toEqual(members);
  });

  test("lets an older roster be expired, and rest on an older certificate", () => {
    const old = roster({ notAfter: NOW - 1 });
    const newSeed = randomBytes(32);
    const successor = certificate({ rosterVk: publicKey(newSeed), notBefore: NOW - 1 });
    const { current } = chain([old, following(old, {}, newSeed)], [certificate(), successor]);
    expect(current.serial).toBe(2);
  });

  test.each([
    ["nothing", () => []],
    ["a chain without its first", () => [following(first)]],
    ["a chain with a gap", () => [first, following(following(first), { serial: 3 })]],
    ["a serial that does not rise", () => [first, following(first, { serial: 1 })]],
    ["an epoch that falls", () => [roster({ epoch: 5 }), following(roster({ epoch: 5 }))]],
    ["an expired current roster", () => [first, following(first, { notAfter: NOW })]],
    ["a roster by nobody certified", () => [first, following(first, {}, randomBytes(32))]],
    ["an old roster by nobody", () => [roster({}, rootSeed), following(roster({}, rootSeed))]],
    ["members of another roster", () => [{ ...first, members: encodeMembers([]) }]],
  ])("refuses %s", (_, rosters) => {
    expect(() => chain(rosters())).toThrow(CryptoError);
  });

  test("refuses a serial below the highest it has seen", () => {
    expect(() => chain([first], [certificate()], 2)).toThrow(CryptoError);
  });

  test("refuses another desk key in the epoch that has one, which only sources would seal to", () => {
    const first = roster();
    const swapped = following(first, { deskPublic: epochKeys(randomBytes(32)).public });
    const chain = () => verifyChain([certificate()], [first, swapped], rootVk, SITE, NOW);
    expect(chain).toThrow(CryptoError);
  });

  test("refuses a current roster under a certificate that has a successor", () => {
    const successor = certificate({ rosterVk: publicKey(randomBytes(32)), notBefore: NOW });
    expect(() => chain([first], [certificate(), successor])).toThrow(CryptoError);
  });

  test("seals seeds only to keys and roles that stand in the roster", () => {
    expect(readerWithKey(members, STAFF_ID, staff.kemPublic).role).toBe(ROLE.advocate);
    expect(readerWithKey(members, RECOVERY_ID, deskPublic).role).toBe(ROLE.recovery);
    const interpreter = [memberOf(STAFF_ID, staff, ROLE.interpreter)];
    expect(() => readerWithKey(members, STAFF_ID, deskPublic)).toThrow(CryptoError);
    expect(() => readerWithKey(members, SITE, staff.kemPublic)).toThrow(CryptoError);
    expect(() => readerWithKey(interpreter, STAFF_ID, staff.kemPublic)).toThrow(CryptoError);
  });
});

describe("members", () => {
  const one = memberOf(STAFF_ID, staff, ROLE.advocate);
  const recovery = members.at(-1) as Member;

  test.each([
    ["out of order", [recovery, one]],
    ["twice", [one, one]],
    ["with a recovery key of another id", [{ ...recovery, staffId: SITE }]],
    ["with a recovery key that signs", [{ ...recovery, signVk: rootVk }]],
    ["of no role", [{ ...one, role: 0 }]],
    ["of a role that there is not", [{ ...one, role: 8 }]],
    ["without a signing key", [{ ...one, signVk: zeros(32) }]],
  ])("are refused %s", (_, wrong) => {
    expect(() => encodeMembers(wrong)).toThrow(CryptoError);
  });

  test("are refused cut, lengthened or miscounted", () => {
    const encoded = encodeMembers(members);
    const longer = new Uint8Array([...encoded, 0]);
    for (const wrong of [encoded.slice(0, -1), longer, flipBit(encoded, 8), zeros(1)]) {
      expect(() => parseMembers(wrong)).toThrow(CryptoError);
    }
  });
});
