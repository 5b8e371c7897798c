// A session that ends on the server: everything is wiped at once, the door says why, and what was typed
// comes back to whoever typed it and to nobody else.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { draft, hasDraft } from "../../../webapp/frontend/staff/store/drafts.ts";
import { bringBack, hasLeft } from "../../../webapp/frontend/staff/store/left.ts";
import { lock } from "../../../webapp/frontend/staff/store/lock.ts";
import {
  api,
  beginSession,
  ended,
  endHere,
  locked,
  open,
  phase,
  session,
  signOut,
} from "../../../webapp/frontend/staff/store/session.ts";
import { announcement, START, view } from "../../../webapp/frontend/staff/store/view.ts";
import { MadeDesk, type Person, person } from "./made-desk.ts";

vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({ browserPins: {} }));

const [ana, ben] = [person("ana", 1), person("ben", 1)];
const desk = new MadeDesk([ana, ben]);
const anasKey = randomBytes(32);

async function signedIn(who: Person, key: Uint8Array, token = "first"): Promise<void> {
  const me = { staffId: toB64(who.id), name: who.name, displayName: who.name, role: who.role };
  const mine = { method: 1, device: randomBytes(72), key: key.slice() };
  const keyring = await desk.keyring(who);
  beginSession({ me, desk: await desk.answer(who), keyring, lock: mine }, token);
  bringBack();
}

/** The server's answer to whatever is asked next. */
const answering = (status: number, body: unknown = {}) =>
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));

/** A call that finds the session gone. */
async function lapse(): Promise<void> {
  answering(401, { type: "urn:quietline:problem:not-signed-in" });
  await expect(api.queue("mine", 0)).rejects.toThrow();
}

beforeEach(async () => {
  answering(200);
  await signedIn(ana, anasKey);
  draft("chat:a", "").value = "typed words";
});
afterEach(async () => {
  answering(200);
  await signOut();
  vi.unstubAllGlobals();
});

describe("a session that is over", () => {
  test("leaves no key, no word and no screen, and says why", async () => {
    const { keyring, lock: mine } = open();
    const { kemSeed, signSeed } = keyring;
    const device = mine.device;
    view.value = { screen: "people" };
    announcement.value = "something";
    await lapse();
    expect([kemSeed, signSeed, mine.key, device]).toEqual([32, 32, 32, 72].map(zeros));
    expect([session.value, hasDraft("chat:a"), view.value]).toEqual([null, false, START]);
    expect([phase.value, ended.value, announcement.value]).toEqual(["sign-in", "lapsed", ""]);
  });

  test.each([false, true])(
    "gives what was typed back to the same person; it was locked: %s",
    async (wasLocked) => {
      if (wasLocked) await lock();
      await lapse();
      expect([hasLeft.value, locked.value]).toEqual([true, false]);
      await signedIn(ana, anasKey, "second");
      expect([draft("chat:a", "").value, ended.value, hasLeft.value]).toEqual([
        "typed words",
        "",
        false,
      ]);
    },
  );

  test.each<[string, Person, Uint8Array]>([
    ["another person", ben, anasKey],
    ["the same person with another passphrase", ana, randomBytes(32)],
  ])("gives what was typed to nobody else: %s", async (_, who, key) => {
    await lapse();
    await signedIn(who, key, "second");
    expect([draft("chat:a", "").value, hasLeft.value]).toEqual(["", false]);
    await signedIn(ana, anasKey, "third");
    expect(draft("chat:a", "").value).toBe("");
  });

  test("promises nothing where nothing was typed", async () => {
    draft("chat:a", "").value = "";
    await lapse();
    expect([ended.value, hasLeft.value]).toEqual(["lapsed", false]);
  });

  test("leaves nothing at all where it was ended on purpose", async () => {
    await endHere("elsewhere");
    expect([ended.value, hasLeft.value]).toEqual(["elsewhere", false]);
    await signedIn(ana, anasKey, "second");
    expect(draft("chat:a", "").value).toBe("");
  });

  test("is another one than that of a late answer", async () => {
    let answer: (response: Response) => void = () => undefined;
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
    const late = api.queue("mine", 0).catch(() => "refused");
    answering(200);
    await signOut();
    await signedIn(ana, anasKey, "second");
    answer(new Response("{}", { status: 401 }));
    expect(await late).toBe("refused");
    expect([phase.value, session.value === null]).toEqual(["open", false]);
  });
});
