// Every secret of a signed-in desk in one place, so that sign-out has one thing to overwrite, and
// beside them whose signatures count: the members of the verified rosters.

import { equal } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import { type EpochKeys, epochKeys } from "../../lib/staff.ts";

/** What is wrong with the desk's keys; the alarm screen has words for each. */
export type AlarmCode =
  | "root"
  | "roster"
  | "serial"
  | "own-entry"
  | "epoch"
  | "public"
  | "people"
  | "recovery"
  | "audit";

/** The server's word about the desk's keys does not fit what is signed or was seen before. */
export class KeysDoNotFit extends Error {
  constructor(readonly what: AlarmCode) {
    super(what);
  }
}

/** One roster's word about a member: later rosters may give the same person other keys. */
export interface Signer {
  signVk: Uint8Array;
  kemHash: Uint8Array;
  role: number;
  serial: number;
  /** When that roster ends, in Unix seconds. */
  until: number;
}

export interface OpenEpoch {
  seed: Uint8Array;
  keys: EpochKeys;
}

export interface KeyringParts {
  site: Uint8Array;
  staffId: Uint8Array;
  kemSeed: Uint8Array;
  signSeed: Uint8Array;
  epoch: number;
  epochs: ReadonlyMap<number, OpenEpoch>;
  signers: ReadonlyMap<string, readonly Signer[]>;
}

/** What of a keyring is secret: all that a locked desk has to keep. */
export interface KeyringSecrets {
  kemSeed: Uint8Array;
  signSeed: Uint8Array;
  epochs: [number, Uint8Array][];
}

/** Dead references are swept after so many new ones: a shift opens the same keys again and again. */
const SWEEP = 512;

export class Keyring {
  readonly #parts: KeyringParts;
  readonly #epochs: Map<number, OpenEpoch>;
  #epoch: number;
  #replaced: ReadonlySet<number> = new Set();
  #signers: KeyringParts["signers"];
  #watched: WeakRef<Uint8Array>[] = [];
  #wiped = false;

  constructor(parts: KeyringParts) {
    this.#parts = parts;
    this.#signers = parts.signers;
    this.#epoch = parts.epoch;
    this.#epochs = new Map(parts.epochs);
  }

  /** Remember a key that was opened with ours, so that sign-out overwrites it wherever it lies. */
  watch(secret: Uint8Array): void {
    this.#watched.push(new WeakRef(secret));
    if (this.#watched.length % SWEEP === 0) {
      this.#watched = this.#watched.filter((it) => it.deref() !== undefined);
    }
  }

  get site(): Uint8Array {
    return this.#parts.site;
  }

  get staffId(): Uint8Array {
    return this.#parts.staffId;
  }

  get kemSeed(): Uint8Array {
    return this.#secret(this.#parts.kemSeed);
  }

  get signSeed(): Uint8Array {
    return this.#secret(this.#parts.signSeed);
  }

  /** The current desk epoch. */
  get epoch(): number {
    return this.#epoch;
  }

  get epochs(): ReadonlyMap<number, OpenEpoch> {
    return this.#secret(this.#epochs);
  }

  /** The keys of a living epoch, or null where this person holds none. */
  epochKeys(epoch: number): EpochKeys | null {
    const keys = this.#epochs.get(epoch)?.keys;
    return keys === undefined ? null : this.#secret(keys);
  }

  /** Zeros must never sign or seal: what still runs after a wipe fails here. */
  #secret<T>(secret: T): T {
    if (this.#wiped) throw new Error("the desk is locked");
    return secret;
  }

  /** Copies of all that is secret. */
  secrets(): KeyringSecrets {
    const { kemSeed, signSeed } = this.#parts;
    return {
      kemSeed: this.#secret(kemSeed).slice(),
      signSeed: signSeed.slice(),
      epochs: [...this.#epochs].map(([epoch, { seed }]) => [epoch, seed.slice()]),
    };
  }

  /** This keyring after it was wiped, with its secrets again. */
  restored({ kemSeed, signSeed, epochs }: KeyringSecrets): Keyring {
    const opened = epochs.map(([epoch, seed]) => [epoch, { seed, keys: epochKeys(seed) }] as const);
    const again = new Keyring({
      ...this.#parts,
      epoch: this.#epoch,
      signers: this.#signers,
      kemSeed,
      signSeed,
      epochs: new Map(opened),
    });
    again.replaced(this.#replaced);
    return again;
  }

  /** A newer chain of rosters was verified: from now on its members' signatures count. */
  follow(signers: KeyringParts["signers"]): void {
    this.#signers = signers;
  }

  /** The living epochs as they were opened now: new ones come, forgotten ones are overwritten. */
  turn(epoch: number, epochs: ReadonlyMap<number, OpenEpoch>): void {
    for (const [number, gone] of this.#epochs) {
      if (epochs.has(number)) continue;
      wipeEpoch(gone);
      this.#epochs.delete(number);
    }
    for (const [number, opened] of epochs) this.#epochs.set(number, opened);
    this.#epoch = epoch;
  }

  /** Epochs that were replaced more than a day ago. */
  replaced(epochs: ReadonlySet<number>): void {
    this.#replaced = epochs;
  }

  /** Whether nobody should seal anything new under this epoch any more. */
  isReplaced(epoch: number): boolean {
    return this.#replaced.has(epoch);
  }

  /** Everything that any roster said of a member (their id in base64url). */
  signersOf(staffId: string): readonly Signer[] {
    return this.#signers.get(staffId) ?? [];
  }

  /** The number of the current roster. */
  get serial(): number {
    return Math.max(...[...this.#signers.values()].flat().map(({ serial }) => serial));
  }

  /** Whether the current roster lists this key for a member, in this role. */
  listsKey(staffId: string, kemPublic: Uint8Array, role: number): boolean {
    return this.signersOf(staffId).some(
      (it) => it.serial === this.serial && it.role === role && equal(it.kemHash, H(kemPublic)),
    );
  }

  /** Overwrite every secret; nothing opens afterwards. */
  wipe(): void {
    const { kemSeed, signSeed } = this.#parts;
    this.#wiped = true;
    for (const secret of this.#watched) secret.deref()?.fill(0);
    this.#watched = [];
    kemSeed.fill(0);
    signSeed.fill(0);
    for (const opened of this.#epochs.values()) wipeEpoch(opened);
  }
}

function wipeEpoch({ seed, keys }: OpenEpoch): void {
  seed.fill(0);
  keys.kemSeed.fill(0);
  keys.records.fill(0);
}
