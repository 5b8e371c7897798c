// Random cases of the desk: a staff member, an epoch wrap, a roster, a case with a record.
import { toHex, utf8, zeros } from "../bytes.ts";
import { H } from "../hash.ts";
import { kemPublic } from "../hpke.ts";
import { sealCaseWrap, sealRecord, signRecord } from "../records.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  RECOVERY_ID,
  ROLE,
  signStatement,
  sortMembers,
} from "../roster.ts";
import { publicKey } from "../sign.ts";
import {
  deriveStaff,
  epochInfo,
  epochKeys,
  type StaffSeeds,
  sealEpochSeed,
  sealStaffBlob,
  staffSalt,
} from "../staff.ts";
import type { World } from "./make.ts";
import type { Random } from "./random.ts";

function staffCase({ random, site, staffId }: World, seeds: StaffSeeds) {
  const [passphrase, second, nonce] = [random.text(24), random.bytes(32), random.bytes(24)];
  const method = random.whole(1, 2);
  const { auth, kek, again } = deriveStaff(passphrase, second, site, staffId);
  return {
    passphrase,
    salt: toHex(staffSalt(site, staffId)),
    second: toHex(second),
    auth: toHex(auth),
    kek: toHex(kek),
    again: toHex(again),
    site: toHex(site),
    staff_id: toHex(staffId),
    method,
    nonce: toHex(nonce),
    kem_seed: toHex(seeds.kemSeed),
    sign_seed: toHex(seeds.signSeed),
    blob: toHex(sealStaffBlob({ site, staffId, method, kek, ...seeds, nonce })),
  };
}

async function epochWrapCase({ site, epoch, epochSeed, staffId }: World, { kemSeed }: StaffSeeds) {
  const deskPublic = epochKeys(epochSeed).public;
  const about = { site, epoch, staffId, deskPublic };
  const sealed = { ...about, kemPublic: kemPublic(kemSeed), seed: epochSeed };
  return {
    site: toHex(site),
    epoch,
    staff_id: toHex(staffId),
    kem_seed: toHex(kemSeed),
    desk_public: toHex(deskPublic),
    info: toHex(epochInfo(about)),
    wrap: toHex(await sealEpochSeed(sealed)),
    opens_to: toHex(epochSeed),
  };
}

function memberEntry(random: Random, staffId: Uint8Array, role: number) {
  const signVk = role === ROLE.recovery ? zeros(32) : publicKey(random.bytes(32));
  return { staffId, signVk, kemPublic: kemPublic(random.bytes(32)), role };
}

/** A few members in the order of their ids, with the full KEM keys that the cases show. */
function randomMembers({ random, staffId }: World) {
  const others = Array.from({ length: random.whole(0, 4) }, () =>
    memberEntry(random, random.bytes(16), random.whole(1, 6)),
  );
  const entries = [
    ...others,
    memberEntry(random, staffId, ROLE.supervisor),
    memberEntry(random, RECOVERY_ID, ROLE.recovery),
  ];
  return sortMembers(entries.map((entry) => ({ ...entry, kemHash: H(entry.kemPublic) })));
}

function rosterCase(world: World) {
  const { random, site, epoch, epochSeed } = world;
  const [rootSeed, rosterSeed] = [random.bytes(32), random.bytes(32)];
  const notBefore = random.whole(1_700_000_000, 2_000_000_000);
  const span = { notBefore, notAfter: notBefore + 90 * 86_400 };
  const certificate = encodeCertificate({ site, rosterVk: publicKey(rosterSeed), ...span });
  const members = randomMembers(world);
  const encoded = encodeMembers(members);
  const serial = random.whole(1, 0xffff_ffff);
  const prev = serial === 1 ? zeros(32) : random.bytes(32);
  const deskPublic = epochKeys(epochSeed).public;
  const roster = { site, serial, epoch, ...span, deskPublic, prev, membersHash: H(encoded) };
  const body = encodeRoster(roster);
  return {
    root_seed: toHex(rootSeed),
    root_vk: toHex(publicKey(rootSeed)),
    roster_seed: toHex(rosterSeed),
    certificate: toHex(certificate),
    certificate_signature: toHex(signStatement(rootSeed, certificate)),
    serial,
    epoch,
    not_before: span.notBefore,
    not_after: span.notAfter,
    previous: toHex(prev),
    members: members.map((member) => ({
      staff_id: toHex(member.staffId),
      sign_vk: toHex(member.signVk),
      kem_public: toHex(member.kemPublic),
      role: member.role,
    })),
    members_bytes: toHex(encoded),
    roster: toHex(body),
    roster_signature: toHex(signStatement(rosterSeed, body)),
  };
}

function recordCase(world: World, about: { caseId: Uint8Array; gen: number; caseKey: Uint8Array }) {
  const { random, site, staffId } = world;
  const { caseId, gen, caseKey } = about;
  const rev = random.whole(1, 9);
  const header = {
    caseId,
    recordId: random.bytes(16),
    gen,
    rev,
    prev: rev === 1 ? zeros(32) : random.bytes(32),
    staffId,
    nonce: random.bytes(24),
  };
  const inner = utf8(JSON.stringify({ t: "note", body: random.text(random.whole(0, 3000)) }));
  const record = sealRecord({ site, caseKey, header, inner });
  const signSeed = random.bytes(32);
  return {
    record_id: toHex(header.recordId),
    rev,
    prev: toHex(header.prev),
    staff_id: toHex(staffId),
    nonce: toHex(header.nonce),
    inner: toHex(inner),
    envelope: toHex(record),
    sign_seed: toHex(signSeed),
    signature: toHex(signRecord({ site, signSeed, record })),
  };
}

function caseCase(world: World) {
  const { random, site, epoch } = world;
  const [caseId, caseKey, nonce] = [random.bytes(16), random.bytes(32), random.bytes(24)];
  const [gen, made] = [random.whole(1, 3), random.whole(1, epoch)];
  const recordsKey = epochKeys(world.epochSeed).records;
  const { kc, wrap } = sealCaseWrap({ site, caseId, gen, made, epoch, recordsKey, caseKey, nonce });
  return {
    site: toHex(site),
    case: toHex(caseId),
    records_key: toHex(recordsKey),
    gen,
    made_in_epoch: made,
    epoch,
    commit: toHex(kc),
    nonce: toHex(nonce),
    case_key: toHex(caseKey),
    wrap: toHex(wrap),
    record: recordCase(world, { caseId, gen, caseKey }),
  };
}

export async function makeDesk(world: World) {
  const seeds = { kemSeed: world.random.bytes(32), signSeed: world.random.bytes(32) };
  return {
    staff: staffCase(world, seeds),
    epoch_wrap: await epochWrapCase(world, seeds),
    roster: rosterCase(world),
    case: caseCase(world),
  };
}
