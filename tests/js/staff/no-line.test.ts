// Administrators who do not read and auditors have no line that tells them: their browsers ask.
import { expect, test, vi } from "vitest";
import { toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { followSession } from "../../../webapp/frontend/staff/live/start.ts";
import { beginSession, ended, phase } from "../../../webapp/frontend/staff/store/session.ts";
import { MadeDesk, madeLock, person } from "./made-desk.ts";

vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({ browserPins: {} }));

const ASKED_MS = 20_000;
const desk = new MadeDesk([person("ada", 4), person("aki", 6)]);

test.each(desk.people)("whoever has role $role learns that the session is over", async (who) => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  vi.stubGlobal("fetch", async () => new Response("{}"));
  followSession();
  const me = { staffId: toB64(who.id), name: who.name, displayName: who.name, role: who.role };
  const keyring = await desk.keyring(who);
  beginSession({ me, desk: await desk.answer(who), keyring, lock: madeLock() }, "token");
  await vi.advanceTimersByTimeAsync(ASKED_MS);
  expect(phase.value).toBe("open");
  vi.stubGlobal("fetch", async () => new Response("{}", { status: 401 }));
  await vi.advanceTimersByTimeAsync(ASKED_MS);
  expect([phase.value, ended.value]).toEqual(["sign-in", "lapsed"]);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
