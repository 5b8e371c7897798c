// A newcomer's keys, made in the administrator's browser: seeds, passphrase, device key, the roster
// that names them, and the seeds that their role may read, sealed to their key.

import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { deviceKeyWords } from "../../lib/devicekey.ts";
import { H } from "../../lib/hash.ts";
import {
  encodeMembers,
  encodeRoster,
  memberOf,
  type RosterWithMembers,
  signStatement,
  sortMembers,
} from "../../lib/roster.ts";
import {
  METHOD_DEVICE,
  newStaffKeys,
  openRosterKey,
  type StaffKeys,
  sealEpochSeed,
  sealRosterKey,
  sealStaffBlob,
} from "../../lib/staff.ts";
import type { DeskAnswer, NewStaff, RosterIn } from "../api/types.ts";
import { type SeenBefore, verifiedChain } from "./check-desk.ts";
import type { Keyring } from "./keyring.ts";
import { drawPassphrase } from "./passphrase.ts";

const ROSTER_DAYS = 90;
const DAY_SECONDS = 86_400;

export interface Newcomer {
  name: string;
  displayName: string;
  role: number;
}

/** What is handed over in person and then forgotten here. */
export interface HandOver {
  name: string;
  displayName: string;
  passphrase: string;
  deviceWords: string[];
}

export type Stretch = (request: {
  passphrase: string;
  second: Uint8Array;
  site: Uint8Array;
  staffId: Uint8Array;
}) => Promise<{ auth: Uint8Array; kek: Uint8Array }>;

const reads = (role: number): boolean => role <= 3;
const signsRosters = (role: number): boolean => role >= 2 && role <= 4;

function nextRoster(
  current: RosterWithMembers,
  currentBody: Uint8Array,
  staffId: Uint8Array,
  keys: StaffKeys,
  role: number,
  rosterSeed: Uint8Array,
  now: number,
): RosterIn {
  const members = encodeMembers(sortMembers([...current.members, memberOf(staffId, keys, role)]));
  const body = encodeRoster({
    ...current,
    serial: current.serial + 1,
    notBefore: now,
    notAfter: now + ROSTER_DAYS * DAY_SECONDS,
    prev: H(currentBody),
    membersHash: H(members),
  });
  const signature = signStatement(rosterSeed, body);
  return { body: toB64(body), members: toB64(members), signature: toB64(signature) };
}

async function epochWraps(
  keyring: Keyring,
  rosters: readonly RosterWithMembers[],
  staffId: Uint8Array,
  kemPublic: Uint8Array,
): Promise<NewStaff["epoch_wraps"]> {
  const { site } = keyring;
  return Promise.all(
    [...keyring.epochs].map(async ([epoch, { seed }]) => {
      const deskPublic = rosters.find((it) => it.epoch === epoch)?.deskPublic;
      if (deskPublic === undefined) throw new Error("an epoch without a roster");
      const wrap = await sealEpochSeed({ site, epoch, staffId, deskPublic, kemPublic, seed });
      return { epoch, wrap: toB64(wrap) };
    }),
  );
}

/** The call that adds a newcomer, and the sheet that is handed to them. */
export async function makeNewcomer(
  newcomer: Newcomer,
  desk: DeskAnswer,
  keyring: Keyring,
  seen: SeenBefore,
  stretch: Stretch,
  now: Date,
): Promise<{ call: NewStaff; handOver: HandOver }> {
  const { site } = keyring;
  const chain = await verifiedChain(desk, seen, now);
  const rosterSeed = await openRosterKey({
    site,
    staffId: keyring.staffId,
    rosterVk: chain.certificate.rosterVk,
    kemSeed: keyring.kemSeed,
    wrap: fromB64(desk.roster_key_wrap ?? ""),
  });
  const staffId = randomBytes(16);
  const keys = newStaffKeys();
  const second = randomBytes(32);
  const passphrase = drawPassphrase();
  const { role } = newcomer;
  const deviceWords = deviceKeyWords(second).split(" ");
  const { auth, kek } = await stretch({ passphrase, second, site, staffId });
  const blob = sealStaffBlob({ site, staffId, method: METHOD_DEVICE, kek, ...keys });
  const seconds = Math.floor(now.getTime() / 1000);
  const body = fromB64(desk.rosters.at(-1)?.body ?? "");
  const wrapped = signsRosters(role)
    ? await sealRosterKey({ site, staffId, kemPublic: keys.kemPublic, rosterSeed })
    : null;
  const call: NewStaff = {
    staff: {
      staff_id: toB64(staffId),
      name: newcomer.name,
      display_name: newcomer.displayName,
      role,
      sign_vk: toB64(keys.signVk),
      kem_public: toB64(keys.kemPublic),
      methods: [{ method: METHOD_DEVICE, auth: toB64(auth), blob: toB64(blob) }],
    },
    epoch_wraps: reads(role)
      ? await epochWraps(keyring, chain.rosters, staffId, keys.kemPublic)
      : [],
    roster_key_wrap: wrapped === null ? null : toB64(wrapped),
    roster: nextRoster(chain.current, body, staffId, keys, role, rosterSeed, seconds),
  };
  for (const secret of [rosterSeed, second, kek, keys.kemSeed, keys.signSeed]) secret.fill(0);
  const { name, displayName } = newcomer;
  return { call, handOver: { name, displayName, passphrase, deviceWords } };
}
