// What a browser believes about the desk before it seals anything to it or opens anything for it.
import { equal, exactly, fromB64, zeros } from "./bytes.ts";
import { CryptoError, Malformed, Refused } from "./errors.ts";
import { H } from "./hash.ts";
import {
  type Certificate,
  type Member,
  parseCertificate,
  parseMembers,
  parseRoster,
  type Roster,
} from "./rosterformat.ts";
import { sign, verify } from "./sign.ts";

/** Bytes, or their base64url as the calls carry them. */
export type Encoded = Uint8Array | string;

/** The value comes from the server, so it may be anything. */
function bytesOf(value: Encoded): Uint8Array {
  if (typeof value === "string") return fromB64(value);
  if (!(value instanceof Uint8Array)) throw new Malformed("neither bytes nor base64url");
  return value;
}

const DAY = 86_400;
/**
 * The roster is signed anew almost daily, and borrowed phones have wrong clocks: a roster counts
 * from a day before it says. Its end is never stretched.
 */
const CLOCK_SLACK = DAY;

function checkTime(span: { notBefore: number; notAfter: number }, now: number, what: string): void {
  if (now < span.notBefore - CLOCK_SLACK) throw new Refused(`${what} is not valid yet`);
  if (now >= span.notAfter) throw new Refused(`${what} has expired`);
}

/** Signs a certificate with the root's seed, or a roster with the roster key's. */
export const signStatement = (seed: Uint8Array, body: Uint8Array) => sign(seed, body);

/** Throws unless the root signed this certificate for this site. */
export function verifyCertificate(
  rootVk: Uint8Array,
  site: Uint8Array,
  body: Uint8Array,
  signature: Uint8Array,
): Certificate {
  verify(rootVk, body, signature);
  const certificate = parseCertificate(body);
  if (!equal(certificate.site, exactly(16, site, "site"))) throw new Refused("another site's");
  return certificate;
}

/** Throws unless the certified key signed this roster for the same site. */
export function verifyRoster(
  certificate: Certificate,
  body: Uint8Array,
  signature: Uint8Array,
): Roster {
  verify(certificate.rosterVk, body, signature);
  const roster = parseRoster(body);
  if (!equal(roster.site, certificate.site)) throw new Refused("another site's roster");
  return roster;
}

/** The members behind a roster's hash. */
export function membersOf(roster: Roster, members: Uint8Array): Member[] {
  if (!equal(H(members), roster.membersHash)) throw new Refused("not this roster's members");
  return parseMembers(members);
}

/** What the source origin's `GET /api/v1/desk` answers, with what the browser knows besides. */
export interface PublicDesk {
  root_vk: Encoded;
  certificate: Encoded;
  certificate_signature: Encoded;
  roster: Encoded;
  roster_signature: Encoded;
  site: Encoded;
  /** Unix seconds. */
  now: number;
  /** The highest roster serial that this client has seen, where it remembers one. */
  highestSerialSeen?: number;
  /** `notBefore` of the newest certificate that this client has seen. */
  newestCertificateSeen?: number;
  /** The epoch of the source's own latest signed key record, where it has one. */
  leastEpoch?: number;
}

export interface Desk {
  site: Uint8Array;
  epoch: number;
  serial: number;
  deskPublic: Uint8Array;
  notAfter: number;
}

/** The desk key that a source may seal to; throws if any link from the root to it is missing. */
export function verifyPublic(desk: PublicDesk): Desk {
  const site = bytesOf(desk.site);
  const root = bytesOf(desk.root_vk);
  const certificate = verifyCertificate(
    root,
    site,
    bytesOf(desk.certificate),
    bytesOf(desk.certificate_signature),
  );
  const roster = verifyRoster(certificate, bytesOf(desk.roster), bytesOf(desk.roster_signature));
  checkTime(certificate, desk.now, "certificate");
  checkTime(roster, desk.now, "roster");
  if (certificate.notBefore < (desk.newestCertificateSeen ?? 0)) {
    throw new Refused("older certificate than known");
  }
  if (roster.serial < (desk.highestSerialSeen ?? 0)) throw new Refused("older roster than known");
  if (roster.epoch < (desk.leastEpoch ?? 0)) throw new Refused("older epoch than our own key's");
  const { epoch, serial, deskPublic, notAfter } = roster;
  return { site, epoch, serial, deskPublic, notAfter };
}

export interface SignedBody {
  body: Encoded;
  signature: Encoded;
}

export interface SignedRoster extends SignedBody {
  members: Encoded;
}

export type RosterWithMembers = Roster & { members: Member[] };

export interface Chain {
  certificate: Certificate;
  current: RosterWithMembers;
  /** All rosters by ascending serial: what old accept records and signatures are checked against. */
  rosters: RosterWithMembers[];
}

function verifyCertificates(
  certificates: readonly SignedBody[],
  rootVk: Uint8Array,
  site: Uint8Array,
): Certificate[] {
  return certificates
    .map(({ body, signature }) =>
      verifyCertificate(rootVk, site, bytesOf(body), bytesOf(signature)),
    )
    .sort((one, other) => other.notBefore - one.notBefore);
}

function verifiedUnder(certificate: Certificate, signed: SignedRoster): RosterWithMembers {
  const roster = verifyRoster(certificate, bytesOf(signed.body), bytesOf(signed.signature));
  return { ...roster, members: membersOf(roster, bytesOf(signed.members)) };
}

/** An earlier roster may rest on any certificate, because the last one's hash chain pins it. */
function verifiedUnderAny(
  certificates: readonly Certificate[],
  signed: SignedRoster,
): RosterWithMembers {
  for (const certificate of certificates) {
    try {
      return verifiedUnder(certificate, signed);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
  }
  throw new Refused("a roster is signed by no certified key");
}

function checkFollows(roster: Roster, before: Roster | undefined, hash: Uint8Array): void {
  if (!equal(roster.prev, hash)) throw new Refused("the chain of rosters is broken");
  if (before === undefined) return;
  if (roster.serial <= before.serial) throw new Refused("serials are not in order");
  if (roster.epoch < before.epoch) throw new Refused("the epoch fell");
  // Staff check their seed against it, sources seal to it: within an epoch it is one key.
  if (roster.epoch === before.epoch && !equal(roster.deskPublic, before.deskPublic)) {
    throw new Refused("another desk key in the same epoch");
  }
}

/**
 * Every roster from the first to the current one, each following the one before it. Throws unless
 * the current one holds now, under the newest certificate.
 */
export function verifyChain(
  certificates: readonly SignedBody[],
  rosters: readonly SignedRoster[],
  rootVk: Encoded,
  site: Encoded,
  now: number,
  highestSerialSeen = 0,
): Chain {
  const certified = verifyCertificates(certificates, bytesOf(rootVk), bytesOf(site));
  const certificate = certified[0];
  const last = rosters.at(-1);
  if (certificate === undefined || last === undefined) throw new Refused("no desk yet");
  const current = verifiedUnder(certificate, last);
  const earlier = rosters.slice(0, -1).map((signed) => verifiedUnderAny(certified, signed));
  const verified = [...earlier, current];
  const hashes = [zeros(32), ...rosters.map(({ body }) => H(bytesOf(body)))];
  verified.forEach((roster, i) => {
    checkFollows(roster, verified[i - 1], hashes[i] ?? zeros(32));
  });
  if (current.serial < highestSerialSeen) throw new Refused("older roster than known");
  checkTime(certificate, now, "certificate");
  checkTime(current, now, "roster");
  return { certificate, current, rosters: verified };
}

const READING_ROLES = [1, 2, 3, 7];

/** The member with this id and KEM key, or a refusal: nothing is sealed to a key the roster lacks. */
export function memberWithKey(
  members: readonly Member[],
  staffId: Uint8Array,
  kemPublic: Uint8Array,
): Member {
  const member = members.find((candidate) => equal(candidate.staffId, staffId));
  if (member === undefined || !equal(member.kemHash, H(kemPublic))) {
    throw new Refused("this key does not stand in the roster");
  }
  return member;
}

/** The same, for a member whose role gets epoch seeds: 1 to 3, and recovery. */
export function readerWithKey(
  members: readonly Member[],
  staffId: Uint8Array,
  kemPublic: Uint8Array,
): Member {
  const member = memberWithKey(members, staffId, kemPublic);
  if (!READING_ROLES.includes(member.role)) throw new Refused("this role reads nothing");
  return member;
}
