// A staff member's keys: from passphrase and second factor to the seeds of desk epochs.
import { NONCE_LENGTH, openWithNonce, sealWithNonce } from "./aead.ts";
import { argon2id, STAFF_COST } from "./argon.ts";
import { concat, equal, exactly, randomBytes, u8, u32, utf8 } from "./bytes.ts";
import { Refused } from "./errors.ts";
import { H, K, shortHash } from "./hash.ts";
import { KEM_PUBLIC_LENGTH, kemPublic, openFrom, sealTo } from "./hpke.ts";
import { EPOCH, ROSTER_KEY, STAFF, STAFF_SALT, UNLOCK } from "./labels.ts";
import { publicKey } from "./sign.ts";

/** A random device secret, kept in the desk's IndexedDB and on a printed card. */
export const METHOD_DEVICE = 1;
/** The PRF of a passkey. */
export const METHOD_PASSKEY = 2;

export interface StaffFactors {
  /** Goes to the server at sign-in. */
  readonly auth: Uint8Array;
  /** Never leaves the browser. */
  readonly kek: Uint8Array;
  /** From the passphrase alone: the server has its hash, and gets itself only after a device was lost. */
  readonly again: Uint8Array;
}

export function staffSalt(site: Uint8Array, staffId: Uint8Array): Uint8Array {
  return shortHash(concat(STAFF_SALT, exactly(16, site, "site"), exactly(16, staffId, "staff_id")));
}

/** Where a passkey's PRF is evaluated for method 2. */
export function prfInput(site: Uint8Array): Uint8Array {
  return H(concat(UNLOCK, exactly(16, site, "site")));
}

/** Takes seconds and 128 MiB: call it in a worker. */
export function stretchStaff(
  passphrase: string,
  site: Uint8Array,
  staffId: Uint8Array,
): Uint8Array {
  const text = utf8(passphrase.normalize("NFKC"));
  try {
    return argon2id(text, staffSalt(site, staffId), STAFF_COST);
  } finally {
    text.fill(0);
  }
}

/** Both keys need both factors. */
export function staffFactors(stretched: Uint8Array, second: Uint8Array): StaffFactors {
  exactly(32, second, "second factor");
  const again = K(stretched, "again");
  return { auth: K(stretched, "auth", second), kek: K(stretched, "kek", second), again };
}

/** The same from a passphrase as typed; slow. */
export function deriveStaff(
  passphrase: string,
  second: Uint8Array,
  site: Uint8Array,
  staffId: Uint8Array,
): StaffFactors {
  exactly(32, second, "second factor");
  return staffFactors(stretchStaff(passphrase, site, staffId), second);
}

export interface StaffSeeds {
  readonly kemSeed: Uint8Array;
  readonly signSeed: Uint8Array;
}

export interface StaffKeys extends StaffSeeds {
  readonly kemPublic: Uint8Array;
  readonly signVk: Uint8Array;
}

export function staffKeysFrom({ kemSeed, signSeed }: StaffSeeds): StaffKeys {
  return { kemSeed, signSeed, kemPublic: kemPublic(kemSeed), signVk: publicKey(signSeed) };
}

export function newStaffKeys(): StaffKeys {
  return staffKeysFrom({ kemSeed: randomBytes(32), signSeed: randomBytes(32) });
}

export interface StaffBlob {
  site: Uint8Array;
  staffId: Uint8Array;
  method: number;
  kek: Uint8Array;
}

const blobAad = ({ site, staffId, method }: StaffBlob) =>
  concat(STAFF, exactly(16, site, "site"), exactly(16, staffId, "staff_id"), u8(method));

/** The seeds as the server keeps them; `nonce` is random unless vectors give it. */
export function sealStaffBlob(
  options: StaffBlob & StaffSeeds & { nonce?: Uint8Array },
): Uint8Array {
  const kemSeed = exactly(32, options.kemSeed, "KEM seed");
  const signSeed = exactly(32, options.signSeed, "signing seed");
  const nonce = options.nonce ?? randomBytes(NONCE_LENGTH);
  const seeds = concat(kemSeed, signSeed);
  const sealed = sealWithNonce(options.kek, nonce, blobAad(options), seeds);
  seeds.fill(0);
  return sealed;
}

export function openStaffBlob(options: StaffBlob & { blob: Uint8Array }): StaffSeeds {
  const seeds = openWithNonce(options.kek, blobAad(options), options.blob, 64);
  const apart = { kemSeed: seeds.slice(0, 32), signSeed: seeds.slice(32) };
  seeds.fill(0);
  return apart;
}

export interface EpochKeys {
  readonly kemSeed: Uint8Array;
  /** Wraps the keys of cases. */
  readonly records: Uint8Array;
  /** `desk_public` of the roster. */
  readonly public: Uint8Array;
}

export function epochKeys(seed: Uint8Array): EpochKeys {
  const kemSeed = K(seed, "desk kem");
  return { kemSeed, records: K(seed, "desk records"), public: kemPublic(kemSeed) };
}

export interface EpochWrap {
  site: Uint8Array;
  epoch: number;
  staffId: Uint8Array;
  /** From the verified roster of that epoch. */
  deskPublic: Uint8Array;
}

export function epochInfo({ site, epoch, staffId, deskPublic }: EpochWrap): Uint8Array {
  exactly(16, site, "site");
  exactly(16, staffId, "staff_id");
  exactly(KEM_PUBLIC_LENGTH, deskPublic, "desk public key");
  return concat(EPOCH, site, u32(epoch), staffId, H(deskPublic));
}

/** Seals an epoch seed to a member; check `canRead` of roster.ts for their key first. */
export async function sealEpochSeed(
  options: EpochWrap & { kemPublic: Uint8Array; seed: Uint8Array },
): Promise<Uint8Array> {
  const seed = exactly(32, options.seed, "epoch seed");
  return sealTo(options.kemPublic, epochInfo(options), seed);
}

/** The epoch seed, if it is the one behind the roster's `deskPublic`. */
export async function openEpochSeed(
  options: EpochWrap & { kemSeed: Uint8Array; wrap: Uint8Array },
): Promise<Uint8Array> {
  const opened = await openFrom(options.kemSeed, epochInfo(options), options.wrap);
  const seed = exactly(32, opened, "epoch seed");
  if (!equal(epochKeys(seed).public, options.deskPublic))
    throw new Refused("not this epoch's seed");
  return seed;
}

export interface RosterKeyWrap {
  site: Uint8Array;
  staffId: Uint8Array;
  rosterVk: Uint8Array;
}

function rosterKeyInfo({ site, staffId, rosterVk }: RosterKeyWrap): Uint8Array {
  exactly(32, rosterVk, "roster key");
  return concat(ROSTER_KEY, exactly(16, site, "site"), exactly(16, staffId, "id"), H(rosterVk));
}

export async function sealRosterKey(
  options: Omit<RosterKeyWrap, "rosterVk"> & { kemPublic: Uint8Array; rosterSeed: Uint8Array },
): Promise<Uint8Array> {
  const rosterSeed = exactly(32, options.rosterSeed, "roster seed");
  const info = rosterKeyInfo({ ...options, rosterVk: publicKey(rosterSeed) });
  return sealTo(options.kemPublic, info, rosterSeed);
}

/** The roster's signing seed, if it is the one that the root certified. */
export async function openRosterKey(
  options: RosterKeyWrap & { kemSeed: Uint8Array; wrap: Uint8Array },
): Promise<Uint8Array> {
  const opened = await openFrom(options.kemSeed, rosterKeyInfo(options), options.wrap);
  const seed = exactly(32, opened, "roster seed");
  if (!equal(publicKey(seed), options.rosterVk)) throw new Refused("not the certified roster key");
  return seed;
}
