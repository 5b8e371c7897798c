// The next roster as an administrator's browser makes it: one change, a chain that holds, and the seed
// of a next epoch for every reader and nobody else.

import { beforeAll, describe, expect, test } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { memberOf, RECOVERY_ID, verifyChain } from "../../../webapp/frontend/lib/roster.ts";
import { openEpochSeed } from "../../../webapp/frontend/lib/staff.ts";
import { verifiedChain } from "../../../webapp/frontend/staff/vault/check-desk.ts";
import {
  changedRoster,
  epochDue,
  keysFor,
  longReplaced,
  type Office,
  renewalDue,
} from "../../../webapp/frontend/staff/vault/rosters.ts";
import { MadeDesk, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

const DAY = 86_400;
const SECONDS = NOW.getTime() / 1000;
const nora = person("nora", 3);
const ana = person("ana", 1);
const ida = person("ida", 5);
const desk = new MadeDesk([nora, ana, ida]);
let office: Office;

beforeAll(async () => {
  const answer = await desk.answer(nora);
  const chain = await verifiedChain(answer, NOTHING_SEEN, NOW);
  office = { desk: answer, chain, keyring: await desk.keyring(nora), now: SECONDS };
});

const chainWith = (roster: Office["desk"]["rosters"][number], now = SECONDS) => {
  const { certificates, rosters, root_vk: root, site } = office.desk;
  return verifyChain(certificates, [...rosters, roster], root, site, now);
};

describe("the next roster", () => {
  test("follows the newest one and changes only what it says", async () => {
    const members = office.chain.current.members.filter(
      ({ staffId }) => toB64(staffId) !== toB64(ana.id),
    );
    const { roster, seeds } = await changedRoster(office, members, false);
    const { current } = chainWith(roster);
    expect([current.serial, current.epoch, current.members.length, seeds]).toEqual([2, 1, 3, []]);
  });

  test("begins an epoch whose seed opens for every reader and for nobody else", async () => {
    const { roster, seeds } = await changedRoster(office, office.chain.current.members, true);
    const { current } = chainWith(roster);
    const readers = [nora.id, ana.id, RECOVERY_ID].map(toB64).sort();
    expect([current.epoch, seeds.map((it) => it.staff_id).sort()]).toEqual([2, readers]);
    const wrap = fromB64(seeds.find((it) => it.staff_id === toB64(ana.id))?.wrap ?? "");
    const { deskPublic } = current;
    const place = { site: desk.site, epoch: 2, staffId: ana.id, deskPublic };
    expect(await openEpochSeed({ ...place, kemSeed: ana.keys.kemSeed, wrap })).toHaveLength(32);
  });

  test("seals nothing to a key that the server put in a colleague's place", async () => {
    const eve = person("eve", 1);
    const staff = office.desk.staff.map((row) =>
      row.staff_id === toB64(ana.id) ? { ...row, kem_public: toB64(eve.keys.kemPublic) } : row,
    );
    const swapped = { ...office, desk: { ...office.desk, staff } };
    await expect(changedRoster(swapped, office.chain.current.members, true)).rejects.toThrow();
  });

  test("seals nothing to a recovery key that the server put in the place of ours", async () => {
    const eve = toB64(person("eve", 1).keys.kemPublic);
    const swapped = { ...office, desk: { ...office.desk, recovery_kem_public: eve } };
    await expect(changedRoster(swapped, office.chain.current.members, true)).rejects.toThrow();
  });
});

describe("what is due", () => {
  test("is an epoch after somebody who read has left, and after four weeks", async () => {
    const others = office.chain.current.members.filter(
      ({ staffId }) => toB64(staffId) !== toB64(ana.id),
    );
    const left = chainWith((await changedRoster(office, others, false)).roster);
    expect(epochDue(office.chain, SECONDS)).toBe("");
    expect(epochDue(office.chain, SECONDS + 30 * DAY)).toBe("age");
    expect(epochDue(left, SECONDS)).toBe("left");
  });

  test("is no epoch after somebody who did not read has left", async () => {
    const others = office.chain.current.members.filter(
      ({ staffId }) => toB64(staffId) !== toB64(ida.id),
    );
    expect(epochDue(chainWith((await changedRoster(office, others, false)).roster), SECONDS)).toBe(
      "",
    );
  });

  test("is a signature a day after the last one", async () => {
    const { roster } = await changedRoster(office, office.chain.current.members, false);
    const chain = chainWith(roster);
    expect([renewalDue(chain, SECONDS), renewalDue(chain, SECONDS + DAY)]).toEqual([false, true]);
  });

  test("an epoch counts as replaced a day after the next one began", async () => {
    const { roster } = await changedRoster(office, office.chain.current.members, true);
    const chain = chainWith(roster);
    expect([...longReplaced(chain, SECONDS + DAY / 2)]).toEqual([]);
    expect([...longReplaced(chain, SECONDS + 2 * DAY)]).toEqual([1]);
  });
});

describe("keys for somebody who lacks them", () => {
  const given = (who: typeof ana, role: number) => {
    const place = { staffId: who.id, kemPublic: who.keys.kemPublic, role };
    const members = [
      ...office.chain.current.members.filter(({ staffId }) => toB64(staffId) !== toB64(who.id)),
      memberOf(who.id, who.keys, role),
    ];
    return keysFor(office, place, members, [1], true);
  };

  test.each([
    [1, 1, false],
    [2, 1, true],
    [3, 1, true],
    [4, 0, true],
    [5, 0, false],
    [6, 0, false],
  ])("of role %i are %i seeds and the roster's key: %s", async (role, seeds, signs) => {
    const keys = await given(person("kim", role), role);
    expect([keys.epoch_wraps.length, keys.roster_key_wrap !== null]).toEqual([seeds, signs]);
  });

  test("are sealed to nobody whom the roster does not list with this key", async () => {
    const eve = person("eve", 1);
    const place = { staffId: ana.id, kemPublic: eve.keys.kemPublic, role: 1 };
    const { members } = office.chain.current;
    await expect(keysFor(office, place, members, [1], false)).rejects.toThrow();
  });
});
