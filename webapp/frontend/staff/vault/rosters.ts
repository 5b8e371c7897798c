// The next roster, made in the browser of somebody who holds the roster's key: one change, everything
// else as it stands in the newest one; and the seed of the epoch that it begins, sealed to its readers.

import { equal, fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import {
  type Chain,
  encodeMembers,
  encodeRoster,
  type Member,
  memberWithKey,
  RECOVERY_ID,
  type RosterWithMembers,
  signStatement,
  sortMembers,
} from "../../lib/roster.ts";
import { epochKeys, openRosterKey, sealEpochSeed, sealRosterKey } from "../../lib/staff.ts";
import type { DeskAnswer, RosterIn, SeedFor } from "../api/types.ts";
import { type Keyring, KeysDoNotFit } from "./keyring.ts";

const DAY = 86_400;
const ROSTER_DAYS = 90;
const EPOCH_DAYS = 28;

export const reads = (role: number): boolean => role <= 3;
export const signsRosters = (role: number): boolean => role >= 2 && role <= 4;
export const makesEpochs = (role: number): boolean => role === 2 || role === 3;
export const manages = (role: number): boolean => role === 3 || role === 4;

/** A verified desk, and what is needed to change it. */
export interface Office {
  desk: DeskAnswer;
  chain: Chain;
  keyring: Keyring;
  /** Unix seconds. */
  now: number;
}

export interface NextRoster {
  roster: RosterIn;
  /** Empty where no epoch begins. */
  seeds: SeedFor[];
}

/** The roster's signing seed; the caller overwrites it. */
export function openRosterSeed({ desk, chain, keyring }: Office): Promise<Uint8Array> {
  return openRosterKey({
    site: keyring.site,
    staffId: keyring.staffId,
    rosterVk: chain.certificate.rosterVk,
    kemSeed: keyring.kemSeed,
    wrap: fromB64(desk.roster_key_wrap ?? ""),
  });
}

/** A KEM key of the desk's, as far as the members list it: nothing is sealed to any other. Raises
 * KeysDoNotFit: only a server that lies shows one. */
export function kemOf(desk: DeskAnswer, { staffId, kemHash }: Member): Uint8Array {
  const id = toB64(staffId);
  const recovers = equal(staffId, RECOVERY_ID);
  const listed = recovers
    ? desk.recovery_kem_public
    : desk.staff.find((it) => it.staff_id === id)?.kem_public;
  const kem = fromB64(listed ?? "");
  if (!equal(kemHash, H(kem))) throw new KeysDoNotFit(recovers ? "recovery" : "people");
  return kem;
}

async function sealedToReaders(
  { desk, keyring }: Office,
  members: readonly Member[],
  epoch: number,
  seed: Uint8Array,
): Promise<SeedFor[]> {
  const deskPublic = epochKeys(seed).public;
  const readers = members.filter(({ role }) => reads(role) || role === 7);
  return Promise.all(
    readers.map(async (member) => {
      const { staffId } = member;
      const kemPublic = kemOf(desk, member);
      const place = { site: keyring.site, epoch, staffId, deskPublic, kemPublic };
      return { staff_id: toB64(staffId), wrap: toB64(await sealEpochSeed({ ...place, seed })) };
    }),
  );
}

/** The roster after the newest one, with these members, signed by `rosterSeed`. */
export async function nextRoster(
  office: Office,
  members: readonly Member[],
  rosterSeed: Uint8Array,
  begins: boolean,
): Promise<NextRoster> {
  const { chain, desk, now } = office;
  const { current } = chain;
  const seed = begins ? randomBytes(32) : null;
  const epoch = current.epoch + (begins ? 1 : 0);
  const encoded = encodeMembers(sortMembers(members));
  // It begins a day early, as every roster does: phones' clocks are wrong, and ours may be too.
  const body = encodeRoster({
    ...current,
    serial: current.serial + 1,
    epoch,
    notBefore: now - DAY,
    notAfter: now - DAY + ROSTER_DAYS * DAY,
    deskPublic: seed === null ? current.deskPublic : epochKeys(seed).public,
    prev: H(fromB64(desk.rosters.at(-1)?.body ?? "")),
    membersHash: H(encoded),
  });
  const signature = signStatement(rosterSeed, body);
  const seeds = seed === null ? [] : await sealedToReaders(office, members, epoch, seed);
  seed?.fill(0);
  const roster = { body: toB64(body), members: toB64(encoded), signature: toB64(signature) };
  return { roster, seeds };
}

/** The same, with the roster's key out of the desk's answer. */
export async function changedRoster(
  office: Office,
  members: readonly Member[],
  begins: boolean,
): Promise<NextRoster> {
  const rosterSeed = await openRosterSeed(office);
  try {
    return await nextRoster(office, members, rosterSeed, begins);
  } finally {
    rosterSeed.fill(0);
  }
}

/** What somebody lacks, sealed to them: seeds of these epochs, and the roster's key. */
export async function keysFor(
  office: Office,
  person: { staffId: Uint8Array; kemPublic: Uint8Array; role: number },
  members: readonly Member[],
  epochs: readonly number[],
  rosterKey: boolean,
): Promise<{ epoch_wraps: { epoch: number; wrap: string }[]; roster_key_wrap: string | null }> {
  const { chain, keyring } = office;
  const { site } = keyring;
  const { staffId, kemPublic, role } = person;
  const listed = memberWithKey(members, staffId, kemPublic);
  if (listed.role !== role) throw new Error("another role than the roster's");
  const held = epochs.filter((epoch) => reads(role) && keyring.epochs.has(epoch));
  const wraps = held.map(async (epoch) => {
    const seed = keyring.epochs.get(epoch)?.seed ?? new Uint8Array();
    const place = { site, epoch, staffId, deskPublic: publicOf(chain.rosters, epoch), kemPublic };
    return { epoch, wrap: toB64(await sealEpochSeed({ ...place, seed })) };
  });
  const key =
    rosterKey && signsRosters(role) ? await rosterKeyFor(office, staffId, kemPublic) : null;
  return { epoch_wraps: await Promise.all(wraps), roster_key_wrap: key };
}

async function rosterKeyFor(
  office: Office,
  staffId: Uint8Array,
  kemPublic: Uint8Array,
): Promise<string> {
  const rosterSeed = await openRosterSeed(office);
  const { site } = office.keyring;
  try {
    return toB64(await sealRosterKey({ site, staffId, kemPublic, rosterSeed }));
  } finally {
    rosterSeed.fill(0);
  }
}

function publicOf(rosters: readonly RosterWithMembers[], epoch: number): Uint8Array {
  const found = rosters.find((it) => it.epoch === epoch)?.deskPublic;
  if (found === undefined) throw new Error("an epoch without a roster");
  return found;
}

const keysOf = (members: readonly Member[], has: (role: number) => boolean): Set<string> =>
  new Set(
    members
      .filter(({ role }) => has(role))
      .map(({ staffId, kemHash }) => `${toB64(staffId)} ${toB64(kemHash)}`),
  );

/** Why the next epoch is due, by the signed rosters alone: a reader left, or four weeks are over. */
export function epochDue({ current, rosters }: Chain, now: number): "" | "left" | "age" {
  const ofEpoch = rosters.filter(({ epoch }) => epoch === current.epoch);
  const living = keysOf(current.members, reads);
  const known = ofEpoch.flatMap(({ members }) => [...keysOf(members, reads)]);
  if (known.some((key) => !living.has(key))) return "left";
  const begun = (ofEpoch[0]?.notBefore ?? 0) + DAY;
  return now >= begun + EPOCH_DAYS * DAY ? "age" : "";
}

/**
 * The epoch that began after somebody who read was last gone from the rosters, or 0: a case's key that
 * was made before it is known to them.
 */
export function epochSinceLeft({ rosters }: Chain): number {
  let since = 0;
  rosters.forEach((roster, i) => {
    const before = rosters[i - 1];
    if (before === undefined) return;
    const now = keysOf(roster.members, reads);
    const gone = [...keysOf(before.members, reads)].some((key) => !now.has(key));
    if (gone) since = roster.epoch > before.epoch ? roster.epoch : before.epoch + 1;
  });
  return since;
}

/** Whether the newest roster was signed more than a day ago. */
export const renewalDue = ({ current }: Chain, now: number): boolean =>
  now >= current.notBefore + 2 * DAY;

/** Days until something ends, by the clock of this browser. */
export const daysLeft = (notAfter: number, now: number): number =>
  Math.max(0, Math.floor((notAfter - now) / DAY));

/** Epochs that were replaced more than a day before `now`. */
export function longReplaced({ rosters }: Chain, now: number): Set<number> {
  const begun = new Map<number, number>();
  for (const { epoch, notBefore } of rosters) {
    if (!begun.has(epoch)) begun.set(epoch, notBefore + DAY);
  }
  const replaced = [...begun.keys()].filter((epoch) =>
    [...begun].some(([later, at]) => later > epoch && now > at + DAY),
  );
  return new Set(replaced);
}
