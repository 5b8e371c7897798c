// Somebody signs out while answers are still on their way: nothing that arrives later opens anything.
// And what a sign-in tells the server besides, should every device be lost one day.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { sealStaffBlob } from "../../../webapp/frontend/lib/staff.ts";
import { makeLeave } from "../../../webapp/frontend/staff/store/people.ts";
import { phase, session, signOut } from "../../../webapp/frontend/staff/store/session.ts";
import { type Credentials, signIn } from "../../../webapp/frontend/staff/store/sign-in.ts";
import { MadeDesk, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

const kek = randomBytes(32);

vi.mock("../../../webapp/frontend/staff/argon.ts", () => ({
  stretch: () =>
    Promise.resolve({
      auth: new Uint8Array(32),
      kek: kek.slice(),
      again: new Uint8Array(32),
      guard: new Uint8Array(32),
    }),
  endWorkers: () => undefined,
}));
vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({
  browserPins: {
    seen: () => Promise.resolve(NOTHING_SEEN),
    keepSeen: () => Promise.resolve(),
    rosters: () => Promise.resolve([]),
    keepRosters: () => Promise.resolve(),
    known: () => Promise.resolve(null),
    device: () => Promise.resolve(new Uint8Array(32)),
    keepKnown: () => Promise.resolve(),
    keepDevice: () => Promise.resolve(),
  },
}));

const nora = person("nora", 3);
const ben = person("ben", 1);
const desk = new MadeDesk([nora, ben]);
const GIVEN: Credentials = {
  name: "nora",
  passphrase: "x",
  source: { kind: "kept" },
  remember: false,
};

let calls: string[];
/** What the server does before it answers a call, by method and path. */
let before: Record<string, () => Promise<void>>;
/** Whether the server can tell this passphrase by itself. */
let provable: boolean;

async function answerTo(call: string): Promise<unknown> {
  const staff_id = toB64(nora.id);
  const blob = sealStaffBlob({ site: desk.site, staffId: nora.id, method: 1, kek, ...nora.keys });
  const account = { token: "first", blob: toB64(blob), staff_id, name: "nora", role: 3, provable };
  const answers: Record<string, unknown> = {
    "GET /site": { set_up: true, demo: false, site: toB64(desk.site) },
    "POST /session/start": { staff_id, methods: [1, 2] },
    "POST /session": { ...account, display_name: "Nora" },
    "GET /desk?after=0": await desk.answer(nora),
  };
  return answers[call] ?? {};
}

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  calls = [];
  before = {};
  provable = true;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const call = `${init.method} ${path.replace("/api/v1", "")}`;
    const { Authorization = "" } = init.headers as Record<string, string>;
    calls.push(`${call} ${Authorization}`.trim());
    await before[call]?.();
    return new Response(JSON.stringify(await answerTo(call)));
  });
  await signOut();
});

describe("after signing out", () => {
  test("a sign-in that was on its way opens nothing and ends its own session", async () => {
    before["GET /desk?after=0"] = signOut;
    await signIn(GIVEN, () => undefined);
    expect([session.value, phase.value]).toEqual([null, "sign-in"]);
    expect(calls.at(-1)).toBe("DELETE /session Bearer first");
  });

  test("an act that was on its way does not bring the session back", async () => {
    await signIn(GIVEN, () => undefined);
    expect(phase.value).toBe("open");
    before[`POST /staff/${toB64(ben.id)}/leave`] = signOut;
    await makeLeave(toB64(ben.id)).catch(() => undefined);
    expect([session.value, phase.value]).toEqual([null, "sign-in"]);
  });
});

describe("what the passphrase proves by itself", () => {
  const told = () => calls.filter((call) => call.startsWith("POST /account/again"));

  test("is brought by the first sign-in that has none", async () => {
    provable = false;
    await signIn(GIVEN, () => undefined);
    expect(told()).toEqual(["POST /account/again Bearer first"]);
  });

  test("is not brought again", async () => {
    await signIn(GIVEN, () => undefined);
    expect([phase.value, told()]).toEqual(["open", []]);
  });

  test("is not brought to a desk that did not open", async () => {
    provable = false;
    before["GET /desk?after=0"] = signOut;
    await signIn(GIVEN, () => undefined);
    expect(told()).toEqual([]);
  });
});
