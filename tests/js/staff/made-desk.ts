// A small desk with real keys: what the server would answer, and the keyring that a sign-in opens.

import { concat, fromB64, randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { kemPublic } from "../../../webapp/frontend/lib/hpke.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  type Member,
  memberOf,
  RECOVERY_ID,
  signStatement,
  sortMembers,
} from "../../../webapp/frontend/lib/roster.ts";
import { publicKey } from "../../../webapp/frontend/lib/sign.ts";
import {
  epochKeys,
  newStaffKeys,
  type StaffKeys,
  sealEpochSeed,
  sealRosterKey,
} from "../../../webapp/frontend/lib/staff.ts";
import type { DeskAnswer, RosterIn, StaffRow } from "../../../webapp/frontend/staff/api/types.ts";
import { openDesk, type SeenBefore } from "../../../webapp/frontend/staff/vault/check-desk.ts";

export const NOW = new Date("2026-11-24T10:15:00Z");
const SECONDS = NOW.getTime() / 1000;
export const NOTHING_SEEN: SeenBefore = { root: null, serial: 0, certified: 0 };

export interface Person {
  name: string;
  role: number;
  id: Uint8Array;
  keys: StaffKeys;
}

export const person = (name: string, role: number): Person => ({
  name,
  role,
  id: randomBytes(16),
  keys: newStaffKeys(),
});

export class MadeDesk {
  readonly site = randomBytes(16);
  readonly root = randomBytes(32);
  readonly rosterSeed = randomBytes(32);
  readonly epochSeed = randomBytes(32);
  readonly epoch = epochKeys(this.epochSeed);
  readonly recovery = kemPublic(randomBytes(32));
  readonly rosters: RosterIn[] = [];

  constructor(readonly people: Person[]) {
    this.signRoster(1, people);
  }

  private members(people: Person[]): Member[] {
    const recovery = {
      staffId: RECOVERY_ID,
      signVk: zeros(32),
      kemHash: H(this.recovery),
      role: 7,
    };
    return sortMembers([...people.map((it) => memberOf(it.id, it.keys, it.role)), recovery]);
  }

  signRoster(serial: number, people: Person[]): void {
    const members = encodeMembers(this.members(people));
    const before = this.rosters.at(-1);
    const body = encodeRoster({
      site: this.site,
      serial,
      epoch: 1,
      notBefore: SECONDS - 100,
      notAfter: SECONDS + 86_400,
      deskPublic: this.epoch.public,
      prev: before === undefined ? zeros(32) : H(fromB64(before.body)),
      membersHash: H(members),
    });
    const signature = toB64(signStatement(this.rosterSeed, body));
    this.rosters.push({ body: toB64(body), members: toB64(members), signature });
  }

  private certificate(): { body: string; signature: string } {
    const body = encodeCertificate({
      site: this.site,
      rosterVk: publicKey(this.rosterSeed),
      notBefore: SECONDS - 100,
      notAfter: SECONDS + 86_400,
    });
    return { body: toB64(body), signature: toB64(signStatement(this.root, body)) };
  }

  private row({ id, name, role, keys }: Person): StaffRow {
    const vk = { sign_vk: toB64(keys.signVk), kem_public: toB64(keys.kemPublic) };
    const about = { languages: [], skills: "", hours: "", lost: false, provable: true };
    return { staff_id: toB64(id), name, display_name: name, role, ...vk, active: true, ...about };
  }

  /** What `GET /desk` answers to `me`. */
  async answer(me: Person): Promise<DeskAnswer> {
    const { site, rosterSeed } = this;
    const place = { site, epoch: 1, staffId: me.id, deskPublic: this.epoch.public };
    const { kemPublic: theirs } = me.keys;
    const wrap = await sealEpochSeed({ ...place, kemPublic: theirs, seed: this.epochSeed });
    const key = await sealRosterKey({ site, staffId: me.id, kemPublic: theirs, rosterSeed });
    const certificate = this.certificate();
    const roster = this.rosters.at(-1) as RosterIn;
    return {
      site: toB64(site),
      demo: true,
      root_vk: toB64(publicKey(this.root)),
      certificates: [certificate],
      rosters: [...this.rosters],
      epoch_wraps: me.role <= 3 ? [{ epoch: 1, wrap: toB64(wrap) }] : [],
      roster_key_wrap: me.role === 1 ? null : toB64(key),
      recovery_kem_public: toB64(this.recovery),
      staff: this.people.map((it) => this.row(it)),
      public: {
        site: toB64(site),
        root_vk: toB64(publicKey(this.root)),
        certificate: certificate.body,
        certificate_signature: certificate.signature,
        roster: roster.body,
        roster_signature: roster.signature,
      },
      roster_key_due: false,
      epochs: [1],
      epochs_unused: [],
      old_wraps: 0,
      keys_due: [],
    };
  }

  /** Sign `me` in: the keyring that a screen works with. */
  async keyring(me: Person) {
    const account = { staff_id: toB64(me.id), role: me.role };
    const copy = {
      ...me.keys,
      kemSeed: me.keys.kemSeed.slice(),
      signSeed: me.keys.signSeed.slice(),
    };
    return (await openDesk(await this.answer(me), account, copy, NOTHING_SEEN, NOW)).keyring;
  }
}

/** What a desk that somebody signed in to would be locked with. */
export const madeLock = () => ({ method: 1, device: randomBytes(32), key: randomBytes(32) });

/** The same bytes with one bit of the last one turned. */
export const flipped = (text: string): string => {
  const bytes = fromB64(text);
  const last = bytes.length - 1;
  return toB64(concat(bytes.slice(0, last), Uint8Array.of((bytes[last] ?? 0) ^ 1)));
};
