// Who the desk is: the root certifies a roster key, which signs the desk's keys and its members.
import { concat, equal, exactly, isZero, Reader, u8, u16, u32, u64 } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import { H } from "./hash.ts";
import { KEM_PUBLIC_LENGTH } from "./hpke.ts";
import { CERTIFICATE, ROSTER } from "./labels.ts";

const VERSION = Uint8Array.of(1);

export const ROLE = {
  advocate: 1,
  supervisor: 2,
  readingAdministrator: 3,
  administrator: 4,
  interpreter: 5,
  auditor: 6,
  recovery: 7,
} as const;

const ROLES: readonly number[] = Object.values(ROLE);

/** Recovery is a member like others, so that the server cannot name a recovery key of its own. */
export const RECOVERY_ID = new Uint8Array(16).fill(0xff);

/** The root's word that `rosterVk` speaks for the site; times are Unix seconds. */
export interface Certificate {
  readonly site: Uint8Array;
  readonly rosterVk: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface Member {
  readonly staffId: Uint8Array;
  /** Zeros for the recovery key, which signs nothing. */
  readonly signVk: Uint8Array;
  readonly kemHash: Uint8Array;
  readonly role: number;
}

export interface Roster {
  readonly site: Uint8Array;
  readonly serial: number;
  readonly epoch: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly deskPublic: Uint8Array;
  /** `H` of the previous roster without its signature, zeros for the first. */
  readonly prev: Uint8Array;
  readonly membersHash: Uint8Array;
}

/** When a certificate or roster holds; one that ends before it begins never does. */
function period({ notBefore, notAfter }: { notBefore: number; notAfter: number }): Uint8Array {
  if (notBefore >= notAfter) throw new Malformed("it ends before it begins");
  return concat(u64(notBefore), u64(notAfter));
}

export function encodeCertificate(certificate: Certificate): Uint8Array {
  return concat(
    CERTIFICATE,
    VERSION,
    exactly(16, certificate.site, "site"),
    exactly(32, certificate.rosterVk, "roster key"),
    period(certificate),
  );
}

export function parseCertificate(bytes: Uint8Array): Certificate {
  const reader = new Reader(bytes);
  reader.expect(concat(CERTIFICATE, VERSION), "certificate");
  const certificate = {
    site: reader.take(16),
    rosterVk: reader.take(32),
    notBefore: reader.number(8),
    notAfter: reader.number(8),
  };
  reader.end();
  period(certificate);
  return certificate;
}

export function encodeRoster(roster: Roster): Uint8Array {
  return concat(
    ROSTER,
    VERSION,
    exactly(16, roster.site, "site"),
    u32(roster.serial),
    u32(roster.epoch),
    period(roster),
    exactly(KEM_PUBLIC_LENGTH, roster.deskPublic, "desk public key"),
    exactly(32, roster.prev, "prev"),
    exactly(32, roster.membersHash, "members hash"),
  );
}

export function parseRoster(bytes: Uint8Array): Roster {
  const reader = new Reader(bytes);
  reader.expect(concat(ROSTER, VERSION), "roster");
  const roster = {
    site: reader.take(16),
    serial: reader.number(4),
    epoch: reader.number(4),
    notBefore: reader.number(8),
    notAfter: reader.number(8),
    deskPublic: reader.take(KEM_PUBLIC_LENGTH),
    prev: reader.take(32),
    membersHash: reader.take(32),
  };
  reader.end();
  period(roster);
  return roster;
}

/** Whether one id stands strictly before the other, byte by byte. */
function isBefore(one: Uint8Array, other: Uint8Array): boolean {
  const i = one.findIndex((byte, at) => byte !== other[at]);
  return i >= 0 && (one[i] ?? 0) < (other[i] ?? 0);
}

/** Ascending and unique, so that one set of members has one encoding; only recovery signs nothing. */
function checkMembers(members: readonly Member[]): void {
  members.forEach((member, i) => {
    const before = members[i - 1];
    if (before !== undefined && !isBefore(before.staffId, member.staffId)) {
      throw new Malformed("members are not ascending by id");
    }
    if (!ROLES.includes(member.role)) throw new Malformed("unknown role");
    const recovery = member.role === ROLE.recovery;
    if (recovery !== equal(member.staffId, RECOVERY_ID) || recovery !== isZero(member.signVk)) {
      throw new Malformed("only the recovery key is without a name and a signature");
    }
  });
}

export function encodeMembers(members: readonly Member[]): Uint8Array {
  checkMembers(members);
  const encoded = members.map(({ staffId, signVk, kemHash, role }) =>
    concat(
      exactly(16, staffId, "staff_id"),
      exactly(32, signVk, "sign_vk"),
      exactly(32, kemHash, "hash of the KEM key"),
      u8(role),
    ),
  );
  return concat(u16(members.length), ...encoded);
}

export function parseMembers(bytes: Uint8Array): Member[] {
  const reader = new Reader(bytes);
  const members = Array.from({ length: reader.number(2) }, () => ({
    staffId: reader.take(16),
    signVk: reader.take(32),
    kemHash: reader.take(32),
    role: reader.number(1),
  }));
  reader.end();
  checkMembers(members);
  return members;
}

/** Members in the order that the encoding demands. */
export function sortMembers<T extends Member>(members: readonly T[]): T[] {
  return [...members].sort((one, other) => (isBefore(one.staffId, other.staffId) ? -1 : 1));
}

/** What stands in the roster for a staff member's keys. */
export function memberOf(
  staffId: Uint8Array,
  keys: { signVk: Uint8Array; kemPublic: Uint8Array },
  role: number,
): Member {
  return { staffId, signVk: keys.signVk, kemHash: H(keys.kemPublic), role };
}
