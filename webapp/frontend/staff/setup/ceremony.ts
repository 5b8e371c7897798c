// The founding of a site in the administrator's browser: every key is made here. The server gets
// what is public or sealed; root and recovery leave on paper only.

import { randomBytes, toB64, zeros } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import { kemPublic } from "../../lib/hpke.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  memberOf,
  RECOVERY_ID,
  ROLE,
  signStatement,
  sortMembers,
} from "../../lib/roster.ts";
import { publicKey } from "../../lib/sign.ts";
import {
  epochKeys,
  METHOD_DEVICE,
  newStaffKeys,
  type StaffKeys,
  sealEpochSeed,
  sealRosterKey,
  sealStaffBlob,
} from "../../lib/staff.ts";
import type { NewKeys } from "../api/people-calls.ts";
import type { RosterIn } from "../api/types.ts";
import type { Stretch } from "../vault/invitation.ts";

const DAY = 86_400;
const ROSTER_LIFETIME = 90 * DAY;
const CERTIFICATE_LIFETIME = 400 * DAY;
const FIRST_EPOCH = 1;

/** All secrets of a new site, in this page's memory only. */
export interface Office {
  site: Uint8Array;
  rootSeed: Uint8Array;
  rosterSeed: Uint8Array;
  recoverySeed: Uint8Array;
  epochSeed: Uint8Array;
}

export interface Founder {
  name: string;
  displayName: string;
  passphrase: string;
  device: Uint8Array;
}

/** The first administrator as the server gets to know them. */
interface FirstPerson extends NewKeys {
  name: string;
  display_name: string;
  role: number;
}

/** What sets a site up, but for the one-time code. Nothing in it opens anything. */
export interface NewSite {
  site: string;
  demo: boolean;
  root_vk: string;
  certificate: string;
  certificate_signature: string;
  roster: RosterIn;
  staff: FirstPerson[];
  recovery_kem_public: string;
  epoch_wraps: { epoch: number; staff_id: string; wrap: string }[];
  roster_key_wraps: { staff_id: string; wrap: string }[];
}

/** A site whose keys nobody knew before. */
export const drawOffice = (): Office => ({
  site: randomBytes(16),
  rootSeed: randomBytes(32),
  rosterSeed: randomBytes(32),
  recoverySeed: randomBytes(32),
  epochSeed: randomBytes(32),
});

/** No secret of the site is left in this page's memory. */
export function wipeOffice({ rootSeed, rosterSeed, recoverySeed, epochSeed }: Office): void {
  for (const secret of [rootSeed, rosterSeed, recoverySeed, epochSeed]) secret.fill(0);
}

/** The key that everybody trusts; its fingerprint goes on posters. */
export const rootKeyOf = ({ rootSeed }: Office): Uint8Array => publicKey(rootSeed);

interface Member {
  staffId: Uint8Array;
  keys: StaffKeys;
}

async function firstPerson(
  office: Office,
  { name, displayName, passphrase, device }: Founder,
  { staffId, keys }: Member,
  stretch: Stretch,
): Promise<FirstPerson> {
  const { site } = office;
  const { auth, kek, again } = await stretch({ passphrase, second: device.slice(), site, staffId });
  const blob = sealStaffBlob({ site, staffId, method: METHOD_DEVICE, kek, ...keys });
  kek.fill(0);
  return {
    staff_id: toB64(staffId),
    name,
    display_name: displayName,
    role: ROLE.readingAdministrator,
    sign_vk: toB64(keys.signVk),
    kem_public: toB64(keys.kemPublic),
    methods: [
      {
        method_id: toB64(randomBytes(16)),
        method: METHOD_DEVICE,
        auth: toB64(auth),
        blob: toB64(blob),
      },
    ],
    again_hash: toB64(H(again)),
  };
}

function firstRoster(office: Office, { staffId, keys }: Member, begin: number): RosterIn {
  const recovery = {
    staffId: RECOVERY_ID,
    signVk: zeros(32),
    kemHash: H(kemPublic(office.recoverySeed)),
    role: ROLE.recovery,
  };
  const first = memberOf(staffId, keys, ROLE.readingAdministrator);
  const members = encodeMembers(sortMembers([first, recovery]));
  const body = encodeRoster({
    site: office.site,
    serial: 1,
    epoch: FIRST_EPOCH,
    notBefore: begin,
    notAfter: begin + ROSTER_LIFETIME,
    deskPublic: epochKeys(office.epochSeed).public,
    prev: zeros(32),
    membersHash: H(members),
  });
  const signature = signStatement(office.rosterSeed, body);
  return { body: toB64(body), members: toB64(members), signature: toB64(signature) };
}

async function seeds(office: Office, { staffId, keys }: Member): Promise<NewSite["epoch_wraps"]> {
  const { site, epochSeed: seed } = office;
  const deskPublic = epochKeys(seed).public;
  const readers: [Uint8Array, Uint8Array][] = [
    [staffId, keys.kemPublic],
    [RECOVERY_ID, kemPublic(office.recoverySeed)],
  ];
  return Promise.all(
    readers.map(async ([id, key]) => {
      const place = { site, epoch: FIRST_EPOCH, staffId: id, deskPublic };
      const wrap = await sealEpochSeed({ ...place, kemPublic: key, seed });
      return { epoch: FIRST_EPOCH, staff_id: toB64(id), wrap: toB64(wrap) };
    }),
  );
}

/** The body of the call that founds the site. Stretches the passphrase, which takes seconds. */
export async function foundSite(
  office: Office,
  founder: Founder,
  stretch: Stretch,
  now: Date,
): Promise<NewSite> {
  const { site, rosterSeed } = office;
  // Rosters and certificates begin a day early, since phones' clocks are wrong.
  const begin = Math.floor(now.getTime() / 1000) - DAY;
  const notAfter = begin + CERTIFICATE_LIFETIME;
  const rosterVk = publicKey(rosterSeed);
  const certificate = encodeCertificate({ site, rosterVk, notBefore: begin, notAfter });
  const member = { staffId: randomBytes(16), keys: newStaffKeys() };
  const { staffId, keys } = member;
  const person = await firstPerson(office, founder, member, stretch);
  const key = await sealRosterKey({ site, staffId, kemPublic: keys.kemPublic, rosterSeed });
  const made = {
    site: toB64(site),
    demo: false,
    root_vk: toB64(rootKeyOf(office)),
    certificate: toB64(certificate),
    certificate_signature: toB64(signStatement(office.rootSeed, certificate)),
    roster: firstRoster(office, member, begin),
    staff: [person],
    recovery_kem_public: toB64(kemPublic(office.recoverySeed)),
    epoch_wraps: await seeds(office, member),
    roster_key_wraps: [{ staff_id: toB64(staffId), wrap: toB64(key) }],
  };
  for (const secret of [keys.kemSeed, keys.signSeed]) secret.fill(0);
  return made;
}
