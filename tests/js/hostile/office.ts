// A site's secrets and what a server could make of them: rosters, certificates and answers at will.
import { concat, fromB64, randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { kemPublic, sealTo } from "../../../webapp/frontend/lib/hpke.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  memberOf,
  RECOVERY_ID,
  signStatement,
  sortMembers,
} from "../../../webapp/frontend/lib/roster.ts";
import { publicKey } from "../../../webapp/frontend/lib/sign.ts";
import { epochInfo, epochKeys, sealRosterKey } from "../../../webapp/frontend/lib/staff.ts";
import type { DeskAnswer, RosterIn, StaffRow } from "../../../webapp/frontend/staff/api/types.ts";
import type { SeenBefore } from "../../../webapp/frontend/staff/vault/check-desk.ts";
import { NOTHING_SEEN, NOW, type Person, person } from "../staff/made-desk.ts";
import type { Clients } from "./without.ts";

const DAY = 86_400;
export const SECONDS = NOW.getTime() / 1000;

/** One roster of a chain; what is not said is as it should be. */
export interface RosterSpec {
  people: Person[];
  serial?: number;
  epoch?: number;
  /** The epoch's seed. */
  seed?: Uint8Array;
  site?: Uint8Array;
  span?: [notBefore: number, notAfter: number];
  signer?: Uint8Array;
}

export interface CertificateSpec {
  root?: Uint8Array;
  site?: Uint8Array;
  rosterSeed?: Uint8Array;
  span?: [notBefore: number, notAfter: number];
}

const LIVING: [number, number] = [SECONDS - DAY, SECONDS + DAY];

export class Office {
  readonly ana = person("ana", 1);
  readonly eve = person("eve", 1);
  readonly recovery = kemPublic(randomBytes(32));
  constructor(
    readonly site = randomBytes(16),
    readonly root = randomBytes(32),
    readonly rosterSeed = randomBytes(32),
    readonly seed = randomBytes(32),
  ) {}

  certificate({ root, site, rosterSeed, span = LIVING }: CertificateSpec = {}): {
    body: string;
    signature: string;
  } {
    const [notBefore, notAfter] = span;
    const rosterVk = publicKey(rosterSeed ?? this.rosterSeed);
    const body = encodeCertificate({ site: site ?? this.site, rosterVk, notBefore, notAfter });
    return { body: toB64(body), signature: toB64(signStatement(root ?? this.root, body)) };
  }

  /** These rosters, each naming the one before it. */
  rosters(...specs: RosterSpec[]): RosterIn[] {
    const made: RosterIn[] = [];
    for (const [i, spec] of specs.entries()) made.push(this.#roster(spec, i + 1, made.at(-1)));
    return made;
  }

  members(people: Person[]): Uint8Array {
    const recovery = {
      staffId: RECOVERY_ID,
      signVk: zeros(32),
      kemHash: H(this.recovery),
      role: 7,
    };
    return encodeMembers(
      sortMembers([...people.map((it) => memberOf(it.id, it.keys, it.role)), recovery]),
    );
  }

  #roster(spec: RosterSpec, serial: number, before: RosterIn | undefined): RosterIn {
    const members = this.members(spec.people);
    const [notBefore, notAfter] = spec.span ?? LIVING;
    const body = encodeRoster({
      site: spec.site ?? this.site,
      serial: spec.serial ?? serial,
      epoch: spec.epoch ?? 1,
      notBefore,
      notAfter,
      deskPublic: epochKeys(spec.seed ?? this.seed).public,
      prev: before === undefined ? zeros(32) : H(fromB64(before.body)),
      membersHash: H(members),
    });
    const signature = toB64(signStatement(spec.signer ?? this.rosterSeed, body));
    return { body: toB64(body), members: toB64(members), signature };
  }

  /** The epoch's seed sealed to Ana as the roster's `deskPublic` demands, whatever is inside. */
  async wrap(epoch = 1, seed = this.seed, named = seed): Promise<{ epoch: number; wrap: string }> {
    const { site, ana } = this;
    const deskPublic = epochKeys(named).public;
    const info = epochInfo({ site, epoch, staffId: ana.id, deskPublic });
    return { epoch, wrap: toB64(await sealTo(ana.keys.kemPublic, info, seed)) };
  }

  async rosterKeyWrap(rosterSeed = this.rosterSeed): Promise<string> {
    const { site, ana } = this;
    return toB64(
      await sealRosterKey({ site, staffId: ana.id, kemPublic: ana.keys.kemPublic, rosterSeed }),
    );
  }

  row({ id, name, role, keys }: Person): StaffRow {
    const vk = { sign_vk: toB64(keys.signVk), kem_public: toB64(keys.kemPublic) };
    return {
      staff_id: toB64(id),
      name,
      display_name: name,
      role,
      ...vk,
      active: true,
      lost: false,
      provable: true,
      languages: [],
      skills: "",
      hours: "",
    };
  }

  /** What the server answers to Ana, with whatever it would rather say. */
  async answer(changes: Partial<DeskAnswer> = {}): Promise<DeskAnswer> {
    const rosters = changes.rosters ?? this.rosters({ people: [this.ana] });
    const certificates = changes.certificates ?? [this.certificate()];
    const roster = rosters.at(-1) as RosterIn;
    const certificate = certificates.at(-1) as { body: string; signature: string };
    const site = toB64(this.site);
    const root = toB64(publicKey(this.root));
    const told = {
      site,
      demo: true,
      root_vk: root,
      recovery_kem_public: toB64(this.recovery),
      roster_key_wrap: null,
      staff: [this.row(this.ana)],
      epoch_wraps: [await this.wrap()],
      public: {
        site,
        root_vk: root,
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
    return { ...told, ...changes, certificates, rosters };
  }

  /** Ana signs in; the desk opens or refuses. */
  enter(it: Clients, answer: DeskAnswer, seen: SeenBefore = NOTHING_SEEN, now = NOW) {
    const { ana } = this;
    const keys = {
      ...ana.keys,
      kemSeed: concat(ana.keys.kemSeed),
      signSeed: concat(ana.keys.signSeed),
    };
    const account = { staff_id: toB64(ana.id), role: ana.role };
    return it.openDesk(answer, account, keys, seen, now);
  }
}
