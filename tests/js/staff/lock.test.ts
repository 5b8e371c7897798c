// The idle lock: memory holds nothing that opens anything, and nothing typed or unsent is lost.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { guardOf, lockKey, openLocked } from "../../../webapp/frontend/lib/lock.ts";
import { staffFactors } from "../../../webapp/frontend/lib/staff.ts";
import { outboxOf, talkOf } from "../../../webapp/frontend/staff/live/talks.ts";
import { Idle } from "../../../webapp/frontend/staff/logic/idle.ts";
import { packed, unpacked } from "../../../webapp/frontend/staff/logic/packing.ts";
import { anythingTyped, draft, hasDraft } from "../../../webapp/frontend/staff/store/drafts.ts";
import { lock, MOST_WRONG, unlockWith } from "../../../webapp/frontend/staff/store/lock.ts";
import { lockOf } from "../../../webapp/frontend/staff/store/lock-key.ts";
import {
  locked,
  open,
  phase,
  session,
  signOut,
} from "../../../webapp/frontend/staff/store/session.ts";
import { MadeDesk, person } from "./made-desk.ts";
import { madeTip } from "./made-tip.ts";

vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({ browserPins: {} }));

const ana = person("ana", 1);
const desk = new MadeDesk([ana]);
const card = randomBytes(32);
const stretched = randomBytes(32);
const place = { site: desk.site, staffId: ana.id };
const keyFrom = (passphrase: Uint8Array) => lockKey(1, card, staffFactors(passphrase, card), place);

beforeEach(async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no line")));
  const me = { staffId: toB64(ana.id), name: "ana", displayName: "Ana", role: 1 };
  const mine = lockOf(
    1,
    card,
    { ...staffFactors(stretched, card), guard: guardOf(stretched, place) },
    place,
  );
  session.value = {
    me,
    desk: await desk.answer(ana),
    keyring: await desk.keyring(ana),
    lock: mine,
  };
  phase.value = "open";
});
afterEach(async () => {
  await signOut();
  vi.unstubAllGlobals();
});

describe("a locked desk", () => {
  test("holds no seed, no key and no typed word, and gives no key away", async () => {
    draft("chat:a", "").value = "typed words";
    const { keyring, lock: mine } = open();
    const [seed] = [...keyring.epochs.values()].map((it) => it.seed);
    const { kemSeed, signSeed } = keyring;
    await lock();
    expect([kemSeed, signSeed, seed, mine.key]).toEqual([0, 1, 2, 3].map(() => zeros(32)));
    expect([hasDraft("chat:a"), anythingTyped()]).toEqual([false, false]);
    for (const use of [() => keyring.signSeed, () => keyring.epochKeys(1), () => keyring.epochs]) {
      expect(use).toThrow("locked");
    }
  });

  test("holds the device key only as the passphrase opens it", async () => {
    const { lock: mine } = open();
    await lock();
    const kept = mine.device ?? zeros(0);
    expect(toB64(kept)).not.toContain(toB64(card));
    expect(openLocked(guardOf(stretched, place), kept)).toEqual(card);
    expect(() => openLocked(guardOf(randomBytes(32), place), kept)).toThrow();
  });

  test("opens with what it was locked with, and everything is as before", async () => {
    draft("chat:a", "").value = "typed words";
    draft("record:b", { mine: zeros(3) as Uint8Array }).value = { mine: Uint8Array.of(1, 2) };
    const before = open().keyring.secrets();
    await lock();
    await unlockWith(keyFrom(stretched));
    expect(locked.value).toBe(false);
    expect(open().keyring.secrets()).toEqual(before);
    expect(draft("chat:a", "").value).toBe("typed words");
    expect(draft("record:b", { mine: zeros(3) }).value.mine).toEqual(Uint8Array.of(1, 2));
    expect(anythingTyped()).toBe(true);
  });

  test("can be locked and unlocked again and again", async () => {
    for (let times = 0; times < 3; times += 1) {
      await lock();
      await unlockWith(keyFrom(stretched));
    }
    expect(open().keyring.secrets().kemSeed).toEqual(ana.keys.kemSeed);
  });

  test("is signed out and wiped after too many wrong tries", async () => {
    await lock();
    for (let times = 1; times < MOST_WRONG; times += 1) {
      await expect(unlockWith(keyFrom(randomBytes(32)))).rejects.toMatchObject({
        id: "lock.wrong",
      });
    }
    await unlockWith(keyFrom(randomBytes(32)));
    expect([session.value, phase.value, locked.value]).toEqual([null, "sign-in", false]);
    await unlockWith(keyFrom(stretched));
    expect(session.value).toBe(null);
  });

  test("waits for the answer to what was on its way before it seals", async () => {
    let answer: (response: Response) => void = () => undefined;
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
    const held = draft("note:a", "words");
    const { api } = await import("../../../webapp/frontend/staff/store/session.ts");
    const sent = api.claim("a").then(() => {
      held.value = "";
    });
    const sealing = lock();
    expect(locked.value).toBe(true);
    await new Promise((later) => setTimeout(later, 600));
    expect(open().keyring.secrets().kemSeed).toEqual(ana.keys.kemSeed);
    answer(new Response("{}"));
    await Promise.all([sent, sealing]);
    await unlockWith(keyFrom(stretched));
    expect(draft("note:a", "").value).toBe("");
  });
});

describe("words on their way", () => {
  const inner = { t: "text", at: "2026-11-27T10", body: "words on their way" };

  test("are sealed with the rest and go out as the same bytes afterwards", async () => {
    const tip = await madeTip(desk);
    const conv = toB64(tip.conv);
    vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
      init.method === "GET" && path.includes("/conversations/")
        ? Promise.resolve(new Response(JSON.stringify(tip.answer())))
        : Promise.reject(new TypeError("no line")),
    );
    await talkOf(conv).reload();
    await outboxOf(conv).add(inner);
    const [before] = outboxOf(conv).entries.value;
    await lock();
    const [during] = outboxOf(conv).entries.value;
    expect(JSON.stringify(during)).not.toContain("words");
    expect(during?.bytes).toBe(before?.bytes);
    expect(talkOf(conv).opened.value).toBe(null);
    await unlockWith(keyFrom(stretched));
    const [after] = outboxOf(conv).entries.value;
    expect([after?.inner, after?.bytes]).toEqual([inner, before?.bytes]);
  });
});

describe("packing", () => {
  test("gives back what screens keep", () => {
    const kept = { a: [1, "ق", null], b: Uint8Array.of(0, 255), c: new Map([["x", new Set([1])]]) };
    expect(unpacked(packed(kept))).toEqual(kept);
  });
});

describe("idle time", () => {
  const at = (wall: number, steady = wall) => ({ wall, steady });

  test("counts from the last touch", () => {
    const idle = new Idle(at(0));
    idle.touched(at(5_000));
    expect(idle.since(at(9_000))).toBe(4_000);
  });

  test("is what the further of two clocks says: put back, put forward, asleep", () => {
    const idle = new Idle(at(1_000_000));
    expect(idle.since(at(0, 1_060_000))).toBe(60_000);
    expect(idle.since(at(9_000_000, 1_000_010))).toBe(8_000_000);
    expect(idle.since(at(0, 1_000_000))).toBe(0);
  });
});
