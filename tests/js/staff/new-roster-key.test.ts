// The root names a new roster key: the chain holds under it, its holders open it, and only the right
// words do that.

import { beforeAll, describe, expect, test } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { deviceKeyWords } from "../../../webapp/frontend/lib/devicekey.ts";
import { verifyChain } from "../../../webapp/frontend/lib/roster.ts";
import { openRosterKey } from "../../../webapp/frontend/lib/staff.ts";
import type { Certified } from "../../../webapp/frontend/staff/api/people-calls.ts";
import { verifiedChain } from "../../../webapp/frontend/staff/vault/check-desk.ts";
import { newRosterKey, rootSeedOf } from "../../../webapp/frontend/staff/vault/new-roster-key.ts";
import type { Office } from "../../../webapp/frontend/staff/vault/rosters.ts";
import { MadeDesk, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

const SECONDS = NOW.getTime() / 1000;
const nora = person("nora", 3);
const desk = new MadeDesk([nora, person("ana", 1), person("bea", 2)]);
let office: Office;
let made: Certified;

beforeAll(async () => {
  const answer = await desk.answer(nora);
  const chain = await verifiedChain(answer, NOTHING_SEEN, NOW);
  office = { desk: answer, chain, keyring: await desk.keyring(nora), now: SECONDS };
  made = await newRosterKey(office, desk.root);
});

const chainAfter = () => {
  const { certificates, rosters, root_vk: root, site } = office.desk;
  const signed = { body: made.certificate, signature: made.certificate_signature };
  return verifyChain([...certificates, signed], [...rosters, made.roster], root, site, SECONDS);
};

describe("a new roster key", () => {
  test("signs the next roster under a newer certificate of the same root", () => {
    const chain = chainAfter();
    expect(chain.current.serial).toBe(2);
    expect(toB64(chain.certificate.rosterVk)).not.toBe(toB64(office.chain.certificate.rosterVk));
  });

  test("opens for those who sign rosters, and is sealed to nobody else", async () => {
    expect(made.roster_key_wraps).toHaveLength(2);
    const mine = made.roster_key_wraps.find((it) => it.staff_id === toB64(nora.id))?.wrap ?? "";
    const { rosterVk } = chainAfter().certificate;
    const place = { site: desk.site, staffId: nora.id, rosterVk, kemSeed: nora.keys.kemSeed };
    expect(await openRosterKey({ ...place, wrap: fromB64(mine) })).toHaveLength(32);
  });

  test("is named by the root's own words and by no others", () => {
    const root = office.desk.root_vk;
    expect(rootSeedOf(deviceKeyWords(desk.root).toUpperCase(), root)).toEqual(desk.root);
    expect(rootSeedOf(deviceKeyWords(desk.rosterSeed), root)).toBeNull();
    expect(rootSeedOf("no words of ours", root)).toBeNull();
  });
});
