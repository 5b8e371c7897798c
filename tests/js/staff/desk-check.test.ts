// A server that lies about the desk's keys is caught before the first screen, each time by name.

import { beforeAll, describe, expect, test } from "vitest";
import { toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import type { DeskAnswer } from "../../../webapp/frontend/staff/api/types.ts";
import { openDesk, type SeenBefore } from "../../../webapp/frontend/staff/vault/check-desk.ts";
import { flipped, MadeDesk, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

const ana = person("ana", 1);
const ben = person("ben", 1);
const desk = new MadeDesk([ana, ben]);

const enter = (answer: DeskAnswer, seen: SeenBefore = NOTHING_SEEN, role = 1) =>
  openDesk(answer, { staff_id: toB64(ana.id), role }, ana.keys, seen, NOW);

describe("the desk after sign-in", () => {
  let honest: DeskAnswer;
  beforeAll(async () => {
    honest = await desk.answer(ana);
  });

  test("opens when everything fits", async () => {
    const { keyring, serial } = await enter(honest);
    expect([serial, keyring.epoch, [...keyring.epochs.keys()]]).toEqual([1, 1, [1]]);
  });

  test("overwrites every key when it is wiped", async () => {
    const copy = {
      ...ana.keys,
      kemSeed: ana.keys.kemSeed.slice(),
      signSeed: ana.keys.signSeed.slice(),
    };
    const account = { staff_id: toB64(ana.id), role: 1 };
    const { keyring } = await openDesk(honest, account, copy, NOTHING_SEEN, NOW);
    const opened = new Uint8Array(32).fill(7);
    keyring.watch(opened);
    const { kemSeed, signSeed, epochs } = keyring;
    keyring.wipe();
    const open = [...epochs.values()].flatMap(({ seed, keys }) => [
      seed,
      keys.kemSeed,
      keys.records,
    ]);
    const bytes = [opened, kemSeed, signSeed, ...open].flatMap((it) => [...it]);
    expect(new Set(bytes)).toEqual(new Set([0]));
  });

  const lies: [string, string, (answer: DeskAnswer) => DeskAnswer][] = [
    [
      "another roster signature",
      "roster",
      (it) => ({
        ...it,
        rosters: it.rosters.map((r) => ({ ...r, signature: flipped(r.signature) })),
      }),
    ],
    [
      "other members",
      "roster",
      (it) => ({ ...it, rosters: it.rosters.map((r) => ({ ...r, members: flipped(r.members) })) }),
    ],
    [
      "a certificate by another root",
      "roster",
      (it) => ({ ...it, root_vk: toB64(ben.keys.signVk) }),
    ],
    [
      "another roster for sources",
      "public",
      (it) => ({ ...it, public: { ...it.public, roster: flipped(it.public.roster) } }),
    ],
    [
      "another certificate for sources",
      "public",
      (it) => ({ ...it, public: { ...it.public, certificate: flipped(it.public.certificate) } }),
    ],
    [
      "another signature for sources",
      "public",
      (it) => ({
        ...it,
        public: { ...it.public, roster_signature: flipped(it.public.roster_signature) },
      }),
    ],
    [
      "another root for sources",
      "public",
      (it) => ({ ...it, public: { ...it.public, root_vk: toB64(ben.keys.signVk) } }),
    ],
    [
      "another site for sources",
      "public",
      (it) => ({ ...it, public: { ...it.public, site: toB64(ana.id) } }),
    ],
    [
      "a damaged epoch seed",
      "epoch",
      (it) => ({
        ...it,
        epoch_wraps: it.epoch_wraps.map((w) => ({ ...w, wrap: flipped(w.wrap) })),
      }),
    ],
    [
      "a colleague with another key",
      "people",
      (it) => ({ ...it, staff: it.staff.map((s) => ({ ...s, sign_vk: toB64(ana.keys.signVk) })) }),
    ],
    [
      "a colleague that nobody signed",
      "people",
      (it) => ({
        ...it,
        staff: [...it.staff, { ...it.staff[0], staff_id: toB64(new Uint8Array(16)) } as never],
      }),
    ],
  ];

  test.each(lies)("is refused with %s, as %s", async (_name, what, lie) => {
    await expect(enter(lie(honest))).rejects.toMatchObject({ what });
  });

  test("is refused when the root is not the one that was pinned", async () => {
    const root = { site: honest.site, rootVk: toB64(new Uint8Array(32)) };
    await expect(enter(honest, { ...NOTHING_SEEN, root })).rejects.toMatchObject({ what: "root" });
  });

  test("is refused when a newer roster was seen before", async () => {
    await expect(enter(honest, { ...NOTHING_SEEN, serial: 2 })).rejects.toMatchObject({
      what: "serial",
    });
  });

  test("is refused when a newer certificate was seen before", async () => {
    const certified = NOW.getTime() / 1000;
    await expect(enter(honest, { ...NOTHING_SEEN, certified })).rejects.toMatchObject({
      what: "serial",
    });
  });

  test("is refused when our role is not the one that was signed", async () => {
    await expect(enter(honest, NOTHING_SEEN, 2)).rejects.toMatchObject({ what: "own-entry" });
  });

  test("opens without a seed that no supervisor's browser has sealed yet, and reads nothing", async () => {
    const { keyring } = await enter({ ...honest, epoch_wraps: [] });
    expect(keyring.epochKeys(keyring.epoch)).toBeNull();
  });
});
