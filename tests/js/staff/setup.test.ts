// A site founded in the browser: what is sent verifies from the root on, opens for whom it is meant,
// and holds no secret.

import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { describe, expect, test } from "vitest";
import { fromB64, toB64, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { fingerprintWords } from "../../../webapp/frontend/lib/fingerprint.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { verifyChain } from "../../../webapp/frontend/lib/roster.ts";
import { openEpochSeed, openRosterKey, staffFactors } from "../../../webapp/frontend/lib/staff.ts";
import {
  drawOffice,
  foundSite,
  rootKeyOf,
  wipeOffice,
} from "../../../webapp/frontend/staff/setup/ceremony.ts";
import { readSetupFile } from "../../../webapp/frontend/staff/setup/from-file.tsx";
import { isLongEnough } from "../../../webapp/frontend/staff/setup/you.tsx";
import type { Stretch } from "../../../webapp/frontend/staff/vault/invitation.ts";
import { openStaffKeys } from "../../../webapp/frontend/staff/vault/staff-keys.ts";

const NOW = new Date(Date.UTC(2026, 10, 27));
const DEVICE = new Uint8Array(32).fill(7);
const FOUNDER = {
  name: "nora",
  displayName: "Nora",
  passphrase: "a long enough one",
  device: DEVICE,
};
const stretch: Stretch = async ({ passphrase, second }) => {
  const stretched = H(utf8(passphrase));
  return staffFactors(stretched, second);
};

async function founded() {
  const office = drawOffice();
  return { office, body: await foundSite(office, FOUNDER, stretch, NOW) };
}

describe("a site founded in the browser", () => {
  test("verifies from the root to the roster", async () => {
    const { body } = await founded();
    const certificate = { body: body.certificate, signature: body.certificate_signature };
    const seconds = NOW.getTime() / 1000;
    const chain = verifyChain([certificate], [body.roster], body.root_vk, body.site, seconds);
    expect(chain.current.members.map(({ role }) => role).sort()).toEqual([3, 7]);
    expect([chain.current.serial, chain.current.epoch]).toEqual([1, 1]);
  });

  test("opens for its administrator and with the recovery key", async () => {
    const { office, body } = await founded();
    const staffId = fromB64(body.staff[0]?.staff_id ?? "");
    const { kek } = await stretch({ ...FOUNDER, second: DEVICE, site: office.site, staffId });
    const blob = fromB64(body.staff[0]?.methods[0]?.blob ?? "");
    const { kemSeed } = openStaffKeys(kek, office.site, staffId, 1, blob);
    const { current, certificate } = verifyChain(
      [{ body: body.certificate, signature: body.certificate_signature }],
      [body.roster],
      body.root_vk,
      body.site,
      NOW.getTime() / 1000,
    );
    for (const { epoch, staff_id: id, wrap } of body.epoch_wraps) {
      const who = fromB64(id);
      const own = id === toB64(staffId) ? kemSeed : office.recoverySeed;
      const place = { site: office.site, epoch, staffId: who, deskPublic: current.deskPublic };
      const opened = await openEpochSeed({ ...place, kemSeed: own, wrap: fromB64(wrap) });
      expect(toB64(opened)).toBe(toB64(office.epochSeed));
    }
    const key = { site: office.site, staffId, rosterVk: certificate.rosterVk, kemSeed };
    const wrap = fromB64(body.roster_key_wraps[0]?.wrap ?? "");
    expect(toB64(await openRosterKey({ ...key, wrap }))).toBe(toB64(office.rosterSeed));
  });

  test("sends no secret, and keeps none once it is wiped", async () => {
    const { office, body } = await founded();
    const sent = JSON.stringify(body);
    const secrets = [office.rootSeed, office.rosterSeed, office.recoverySeed, office.epochSeed];
    for (const secret of [...secrets, DEVICE]) expect(sent).not.toContain(toB64(secret));
    expect(sent).not.toContain(FOUNDER.passphrase);
    wipeOffice(office);
    for (const secret of secrets) expect(secret.every((byte) => byte === 0)).toBe(true);
  });

  test("is compared by twelve words, as the other implementation has them", () => {
    const root = new Uint8Array(32).map((_, i) => i);
    expect(fingerprintWords(root, english)).toHaveLength(12);
    expect(fingerprintWords(root, english)).not.toEqual(
      fingerprintWords(rootKeyOf(drawOffice()), english),
    );
  });
});

describe("what is typed and chosen", () => {
  test("a passphrase is long enough by words or by characters", () => {
    const tried = ["six short a b c d", "abcdefghijklmnopqrst", "five words are not enough"];
    expect(tried.map(isLongEnough)).toEqual([true, true, true]);
    expect(["short", "a b c d e", "nineteen characters"].map(isLongEnough)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("a file that is no setup file is refused, whatever is in it", async () => {
    const { body } = await founded();
    expect(readSetupFile(JSON.stringify({ ...body, code: "x" })).body).toEqual(body);
    const wrong = [
      "",
      "[]",
      "null",
      "{}",
      '{"root_vk":"AA"}',
      JSON.stringify({ ...body, demo: true }),
    ];
    for (const text of wrong) expect(() => readSetupFile(text)).toThrow("setup.file-wrong");
  });
});
