// A newcomer made in the administrator's browser: the sheet opens the blob, the roster names them,
// and they hold exactly what their role may read.

import { describe, expect, test } from "vitest";
import { fromB64, toB64, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { deviceKeyFromWords } from "../../../webapp/frontend/lib/devicekey.ts";
import { H, K } from "../../../webapp/frontend/lib/hash.ts";
import { verifyChain } from "../../../webapp/frontend/lib/roster.ts";
import { openEpochSeed } from "../../../webapp/frontend/lib/staff.ts";
import { makeNewcomer, type Stretch } from "../../../webapp/frontend/staff/vault/new-staff.ts";
import { openStaffKeys } from "../../../webapp/frontend/staff/vault/staff-keys.ts";
import { MadeDesk, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

const admin = person("admin", 3);
const desk = new MadeDesk([admin]);

/** Argon2 with tiny parameters would still be Argon2; a hash is enough to follow the two factors. */
const stretch: Stretch = async ({ passphrase, second }) => {
  const stretched = H(utf8(passphrase));
  return { auth: K(stretched, "auth", second), kek: K(stretched, "kek", second) };
};

async function newcomer(role: number) {
  const answer = await desk.answer(admin);
  const keyring = await desk.keyring(admin);
  const made = await makeNewcomer(
    { name: "nora", displayName: "Nora", role },
    answer,
    keyring,
    NOTHING_SEEN,
    stretch,
    NOW,
  );
  return { answer, ...made };
}

describe("a newcomer", () => {
  test("opens their own keys and the living epoch with what stands on the sheet", async () => {
    const { call, handOver } = await newcomer(1);
    const second = deviceKeyFromWords(handOver.deviceWords.join(" "));
    const { kek } = await stretch({
      passphrase: handOver.passphrase,
      second,
      site: desk.site,
      staffId: second,
    });
    const staffId = fromB64(call.staff.staff_id);
    const keys = openStaffKeys(kek, desk.site, staffId, fromB64(call.staff.methods[0]?.blob ?? ""));
    const place = { site: desk.site, epoch: 1, staffId, deskPublic: desk.epoch.public };
    const wrap = fromB64(call.epoch_wraps[0]?.wrap ?? "");
    const seed = await openEpochSeed({ ...place, kemSeed: keys.kemSeed, wrap });
    expect([toB64(seed), handOver.passphrase.split(" ").length]).toEqual([
      toB64(desk.epochSeed),
      6,
    ]);
  });

  test("stands in a roster that follows the last one", async () => {
    const { call, answer } = await newcomer(2);
    const rosters = [...answer.rosters, call.roster];
    const now = NOW.getTime() / 1000;
    const { current } = verifyChain(answer.certificates, rosters, answer.root_vk, answer.site, now);
    const member = current.members.find(({ staffId }) => toB64(staffId) === call.staff.staff_id);
    expect([current.serial, member?.role]).toEqual([2, 2]);
  });

  test.each([
    [1, 1, false],
    [2, 1, true],
    [3, 1, true],
    [4, 0, true],
    [5, 0, false],
    [6, 0, false],
  ])("of role %i gets %i epoch seeds and the roster key: %s", async (role, seeds, signs) => {
    const { call } = await newcomer(role);
    expect([call.epoch_wraps.length, call.roster_key_wrap !== null]).toEqual([seeds, signs]);
  });
});
