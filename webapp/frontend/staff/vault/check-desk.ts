// Between sign-in and the first screen: the server's word about the desk against the pinned root,
// the signed rosters and our own keys. What does not fit raises KeysDoNotFit and ends in the alarm.

import { equal, fromB64, toB64 } from "../../lib/bytes.ts";
import { CryptoError } from "../../lib/errors.ts";
import { H } from "../../lib/hash.ts";
import {
  type Chain,
  memberWithKey,
  type RosterWithMembers,
  verifyChain,
} from "../../lib/roster.ts";
import { epochKeys, openEpochSeed, type StaffKeys } from "../../lib/staff.ts";
import type { DeskAnswer } from "../api/types.ts";
import { type AlarmCode, Keyring, KeysDoNotFit, type OpenEpoch, type Signer } from "./keyring.ts";
import { longReplaced } from "./rosters.ts";

export interface SeenBefore {
  root: { site: string; rootVk: string } | null;
  serial: number;
  /** When the newest certificate began, in Unix seconds. */
  certified: number;
}

export interface Account {
  staff_id: string;
  role: number;
}

/** Run a check of the lib; what it refuses becomes the alarm `what`. */
async function orAlarm<T>(what: AlarmCode, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (reason) {
    throw reason instanceof CryptoError ? new KeysDoNotFit(what) : reason;
  }
}

function demand(holds: boolean, what: AlarmCode): void {
  if (!holds) throw new KeysDoNotFit(what);
}

/** The rosters from the first to the current one, each by a key that the root certified. */
export async function verifiedChain(desk: DeskAnswer, seen: SeenBefore, now: Date): Promise<Chain> {
  const { root, serial, certified } = seen;
  demand(root === null || (root.site === desk.site && root.rootVk === desk.root_vk), "root");
  const seconds = Math.floor(now.getTime() / 1000);
  const { certificates, rosters, root_vk: rootVk, site } = desk;
  const chain = await orAlarm("roster", () =>
    verifyChain(certificates, rosters, rootVk, site, seconds),
  );
  demand(chain.current.serial >= serial && chain.certificate.notBefore >= certified, "serial");
  return chain;
}

/** Our own line in the current roster, by our own keys. */
function checkOwnEntry(current: RosterWithMembers, account: Account, keys: StaffKeys): void {
  try {
    const member = memberWithKey(current.members, fromB64(account.staff_id), keys.kemPublic);
    demand(equal(member.signVk, keys.signVk) && member.role === account.role, "own-entry");
  } catch (reason) {
    throw reason instanceof CryptoError ? new KeysDoNotFit("own-entry") : reason;
  }
}

/** What sources get must be exactly what we verified, or their words go to another key. */
export function checkPublic(desk: DeskAnswer): void {
  const given = desk.public;
  demand(given.site === desk.site && given.root_vk === desk.root_vk, "public");
  const roster = desk.rosters.at(-1);
  const certificate = desk.certificates.find((it) => it.body === given.certificate);
  const newest = desk.certificates.at(-1);
  demand(certificate !== undefined && certificate === newest, "public");
  demand(certificate?.signature === given.certificate_signature, "public");
  demand(roster?.body === given.roster && roster.signature === given.roster_signature, "public");
}

/** The names that the desk shows belong to the keys that the roster lists. */
export function checkPeople(desk: DeskAnswer, current: RosterWithMembers): void {
  const listed = new Map(current.members.map((member) => [toB64(member.staffId), member]));
  const active = desk.staff.filter((row) => row.active);
  for (const row of active) {
    const member = listed.get(row.staff_id);
    demand(
      member !== undefined &&
        member.role === row.role &&
        toB64(member.signVk) === row.sign_vk &&
        equal(member.kemHash, H(fromB64(row.kem_public))),
      "people",
    );
  }
}

/** The seeds that are sealed to us; what is open already stays as it is. */
export async function openEpochs(
  desk: DeskAnswer,
  chain: Chain,
  staffId: Uint8Array,
  kemSeed: Uint8Array,
  known: ReadonlyMap<number, OpenEpoch> = new Map(),
): Promise<Map<number, OpenEpoch>> {
  const site = fromB64(desk.site);
  const epochs = new Map<number, OpenEpoch>();
  for (const { epoch, wrap } of desk.epoch_wraps) {
    const open = known.get(epoch);
    if (open !== undefined) {
      epochs.set(epoch, open);
      continue;
    }
    const roster = chain.rosters.find((it) => it.epoch === epoch);
    if (roster === undefined) throw new KeysDoNotFit("epoch");
    const { deskPublic } = roster;
    // openEpochSeed compares the seed's own public key with the signed roster's.
    const seed = await orAlarm("epoch", () =>
      openEpochSeed({ site, epoch, staffId, deskPublic, kemSeed, wrap: fromB64(wrap) }),
    );
    epochs.set(epoch, { seed, keys: epochKeys(seed) });
  }
  return epochs;
}

/** Whose signatures count, by what each roster of a verified chain said. */
export function signersOf(chain: Chain): Map<string, Signer[]> {
  const signers = new Map<string, Signer[]>();
  for (const { serial, members, notAfter: until } of chain.rosters) {
    for (const { staffId, signVk, kemHash, role } of members) {
      const id = toB64(staffId);
      signers.set(id, [...(signers.get(id) ?? []), { signVk, kemHash, role, serial, until }]);
    }
  }
  return signers;
}

/** The keyring of a desk whose every key fits; raises KeysDoNotFit naming what does not. */
export async function openDesk(
  desk: DeskAnswer,
  account: Account,
  keys: StaffKeys,
  seen: SeenBefore,
  now: Date,
): Promise<{ keyring: Keyring; serial: number; certified: number }> {
  const chain = await verifiedChain(desk, seen, now);
  checkOwnEntry(chain.current, account, keys);
  checkPublic(desk);
  checkPeople(desk, chain.current);
  const staffId = fromB64(account.staff_id);
  const epochs = await openEpochs(desk, chain, staffId, keys.kemSeed);
  const { epoch, serial } = chain.current;
  const { kemSeed, signSeed } = keys;
  const signers = signersOf(chain);
  const site = fromB64(desk.site);
  const keyring = new Keyring({ site, staffId, kemSeed, signSeed, epoch, epochs, signers });
  keyring.replaced(longReplaced(chain, Math.floor(now.getTime() / 1000)));
  return {
    keyring,
    serial,
    certified: chain.certificate.notBefore,
  };
}
