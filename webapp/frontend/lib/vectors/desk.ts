// Known answers for the desk: staff keys, epochs, the roster, cases and their records.
import { toHex } from "../bytes.ts";
import { H } from "../hash.ts";
import { kemPublic } from "../hpke.ts";
import {
  openCaseWrap,
  openRecord,
  parseRecordHeader,
  sealCaseWrap,
  sealRecord,
  signRecord,
  verifyRecord,
} from "../records.ts";
import {
  encodeCertificate,
  encodeMembers,
  encodeRoster,
  membersOf,
  parseCertificate,
  parseMembers,
  parseRoster,
  signStatement,
  verifyCertificate,
  verifyRoster,
} from "../roster.ts";
import { publicKey } from "../sign.ts";
import {
  deriveStaff,
  epochInfo,
  openEpochSeed,
  openStaffBlob,
  sealEpochSeed,
  sealStaffBlob,
  staffSalt,
} from "../staff.ts";
import { Difference, type Fields, objects, type VectorFile } from "./fields.ts";
import { check, refuseAll, type Tally } from "./rejects.ts";

const blobOf = (one: Fields) => ({
  site: one.data("site"),
  staffId: one.data("staff_id"),
  method: one.number("method"),
  kek: one.data("kek"),
});

export async function checkStaff(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("staff")) {
    const about = blobOf(one);
    const [passphrase, second] = [one.text("passphrase"), one.data("second")];
    one.compare("salt", await one.holding("salt", () => staffSalt(about.site, about.staffId)));
    const nonce = one.data("nonce");
    const seeds = { kemSeed: one.data("kem_seed"), signSeed: one.data("sign_seed") };
    one.compare(
      "blob",
      await one.holding("blob", () => sealStaffBlob({ ...about, ...seeds, nonce })),
    );
    const opens = check("blob", "site staff_id method kek blob", (altered) =>
      openStaffBlob({ ...blobOf(altered), blob: altered.data("blob") }),
    );
    const blob = one.data("blob");
    const opened = await one.holding("blob", () => openStaffBlob({ ...about, blob }));
    one.compare("kem_seed", opened.kemSeed);
    one.compare("sign_seed", opened.signSeed);
    // Last, because it takes a second.
    const factors = await one.holding("second", () =>
      deriveStaff(passphrase, second, about.site, about.staffId),
    );
    one.compare("auth", factors.auth);
    one.compare("kek", factors.kek);
    one.compare("again", factors.again);
    tally.accepted++;
    await refuseAll(one, [opens], "blob", tally);
    one.finish();
  }
}

const epochWrapOf = (one: Fields) => ({
  site: one.data("site"),
  epoch: one.number("epoch"),
  staffId: one.data("staff_id"),
  deskPublic: one.data("desk_public"),
  kemSeed: one.data("kem_seed"),
  wrap: one.data("wrap"),
});

export async function checkEpochWrap(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("epoch_wrap")) {
    const given = epochWrapOf(one);
    one.compare("info", await one.holding("info", () => epochInfo(given)));
    const seed = await one.holding("wrap", () => openEpochSeed(given));
    one.compare("opens_to", seed);
    const wrap = await sealEpochSeed({ ...given, kemPublic: kemPublic(given.kemSeed), seed });
    one.compare("opens_to", await one.holding("wrap", () => openEpochSeed({ ...given, wrap })));
    tally.accepted++;
    const opens = check("wrap", "site epoch staff_id desk_public kem_seed wrap", (altered) =>
      openEpochSeed(epochWrapOf(altered)),
    );
    await refuseAll(one, [opens], "wrap", tally);
    one.finish();
  }
}

function checkedMembers(one: Fields) {
  return objects(one.take("members"), one.place("members")).map((member) => {
    const entry = {
      staffId: member.data("staff_id"),
      signVk: member.data("sign_vk"),
      kemHash: H(member.data("kem_public")),
      role: member.number("role"),
    };
    member.finish();
    return entry;
  });
}

async function checkCertificate(one: Fields, site: Uint8Array) {
  const [rootSeed, rosterSeed] = [one.data("root_seed"), one.data("roster_seed")];
  const body = one.data("certificate");
  one.compare("root_vk", await one.holding("root_seed", () => publicKey(rootSeed)));
  const certificate = await one.holding("certificate", () => parseCertificate(body));
  const rosterVk = await one.holding("roster_seed", () => publicKey(rosterSeed));
  one.compare("certificate", encodeCertificate({ ...certificate, rosterVk, site }));
  one.compare("certificate_signature", signStatement(rootSeed, body));
  return certificate;
}

const verifiesCertificate = (site: Uint8Array) =>
  check("certificate", "root_vk certificate certificate_signature", (altered) =>
    verifyCertificate(
      altered.data("root_vk"),
      site,
      altered.data("certificate"),
      altered.data("certificate_signature"),
    ),
  );

const verifiesRoster = check("roster", "certificate roster roster_signature", (altered) =>
  verifyRoster(
    parseCertificate(altered.data("certificate")),
    altered.data("roster"),
    altered.data("roster_signature"),
  ),
);

const readsMembers = check("members", "roster members_bytes", (altered) =>
  membersOf(parseRoster(altered.data("roster")), altered.data("members_bytes")),
);

async function checkRosterBody(one: Fields, site: Uint8Array, deskPublic: Uint8Array) {
  const members = checkedMembers(one);
  const encoded = await one.holding("members", () => encodeMembers(members));
  one.compare("members_bytes", encoded);
  const parsed = parseMembers(encoded);
  if (toHex(encodeMembers(parsed)) !== toHex(encoded)) {
    throw new Difference(`${one.place("members_bytes")}: not read as written`);
  }
  const roster = {
    site,
    serial: one.number("serial"),
    epoch: one.number("epoch"),
    notBefore: one.number("not_before"),
    notAfter: one.number("not_after"),
    deskPublic,
    prev: one.data("previous"),
    membersHash: H(encoded),
  };
  const body = await one.holding("roster", () => encodeRoster(roster));
  one.compare("roster", body);
  one.compare("roster", encodeRoster(parseRoster(body)));
  one.compare("roster_signature", signStatement(one.data("roster_seed"), body));
}

/** The site is that of the certificate, the desk's key that of the file's epoch. */
export async function checkRoster(file: VectorFile, tally: Tally): Promise<void> {
  for (const [i, one] of file.cases("roster").entries()) {
    const epochs = file.cases("epoch");
    const epoch = epochs[i] ?? file.case("epoch", 0, one.path);
    const body = one.data("certificate");
    const { site } = await one.holding("certificate", () => parseCertificate(body));
    await checkCertificate(one, site);
    await checkRosterBody(one, site, epoch.data("public"));
    const checks = [verifiesCertificate(site), verifiesRoster, readsMembers];
    for (const { name, run } of checks) await one.holding(name, async () => run(one));
    tally.accepted++;
    await refuseAll(one, checks, "roster", tally);
    one.finish();
  }
}

const wrapOf = (one: Fields) => ({
  site: one.data("site"),
  caseId: one.data("case"),
  gen: one.number("gen"),
  made: one.number("made_in_epoch"),
  epoch: one.number("epoch"),
  recordsKey: one.data("records_key"),
  kc: one.data("commit"),
});

const WRAPPED = "site case gen made_in_epoch epoch records_key commit wrap";

async function checkRecord(one: Fields, wrapper: Fields, tally: Tally): Promise<void> {
  const { site, caseId, gen } = wrapOf(wrapper);
  const caseKey = wrapper.data("case_key");
  const header = {
    caseId,
    recordId: one.data("record_id"),
    gen,
    rev: one.number("rev"),
    prev: one.data("prev"),
    staffId: one.data("staff_id"),
    nonce: one.data("nonce"),
  };
  const [inner, signSeed] = [one.data("inner"), one.data("sign_seed")];
  const record = await one.holding("inner", () => sealRecord({ site, caseKey, header, inner }));
  one.compare("envelope", record);
  const parsed = parseRecordHeader(record);
  one.compare("record_id", parsed.recordId);
  one.compare("rev", parsed.rev);
  const signature = await one.holding("sign_seed", () => signRecord({ site, signSeed, record }));
  one.compare("signature", signature);
  const opens = check("envelope", "envelope", (altered) =>
    openRecord({ site, caseKey, record: altered.data("envelope") }),
  );
  const isSigned = check("signature", "envelope signature", (altered) => {
    const [staffVk, body] = [publicKey(signSeed), altered.data("envelope")];
    verifyRecord({ site, staffVk, record: body, signature: altered.data("signature") });
  });
  one.compare("inner", await one.holding("envelope", () => openRecord({ site, caseKey, record })));
  await one.holding("signature", async () => isSigned.run(one));
  tally.accepted++;
  await refuseAll(one, [opens, isSigned], "envelope", tally);
  one.finish();
}

export async function checkCase(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("case")) {
    const [given, caseKey, nonce] = [wrapOf(one), one.data("case_key"), one.data("nonce")];
    const made = await one.holding("wrap", () => sealCaseWrap({ ...given, caseKey, nonce }));
    one.compare("commit", made.kc);
    one.compare("wrap", made.wrap);
    const opens = check("wrap", WRAPPED, (altered) =>
      openCaseWrap({ ...wrapOf(altered), wrap: altered.data("wrap") }),
    );
    one.compare("case_key", await one.holding("wrap", () => openCaseWrap({ ...given, ...made })));
    tally.accepted++;
    for (const record of objects(one.take("record"), one.place("record"))) {
      await checkRecord(record, one, tally);
    }
    await refuseAll(one, [opens], "wrap", tally);
    one.finish();
  }
}
