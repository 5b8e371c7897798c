// The work on the keys that nobody is asked for: done by whoever is there, once, and gone on with after
// somebody else was first.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fromB64, randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { openCaseWrap, sealCaseWrap } from "../../../webapp/frontend/lib/records.ts";
import { epochKeys, openEpochSeed } from "../../../webapp/frontend/lib/staff.ts";
import type { DeskAnswer, OldWrap, RosterIn } from "../../../webapp/frontend/staff/api/types.ts";
import { keepKeys } from "../../../webapp/frontend/staff/store/keeping.ts";
import { beginSession, session, signOut } from "../../../webapp/frontend/staff/store/session.ts";
import { MadeDesk, madeLock, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({
  browserPins: {
    seen: () => Promise.resolve(NOTHING_SEEN),
    keepSeen: () => Promise.resolve(),
    rosters: () => Promise.resolve([]),
    keepRosters: () => Promise.resolve(),
  },
}));

type Body = Record<string, unknown>;
interface Said {
  call: string;
  body: Body;
}

const bea = person("bea", 2);
const ana = person("ana", 1);
let desk: MadeDesk;
let said: Said[];
let told: Partial<DeskAnswer>;
let wraps: OldWrap[];
let aging: { container_id: string; gen: number }[];
/** The status of the next answer to `POST /roster`, where it is refused. */
let refusal: string;

/** The server as far as these calls go: it takes what it is given, and answers with it. */
async function answer(call: string, body: Body): Promise<Response> {
  const ok = (value: unknown) => new Response(JSON.stringify(value));
  if (call === "GET /desk?after=0") return ok({ ...(await desk.answer(bea)), ...told });
  if (call.startsWith("GET /containers?"))
    return ok({ wraps: call.endsWith("=") ? wraps : [], total: 1 });
  if (call.startsWith("GET /next-keys/2"))
    return ok({ containers: call.endsWith("=") ? aging : [] });
  if (call !== "POST /roster") return ok({ moved: 1 });
  if (refusal !== "") {
    const type = `urn:quietline:problem:${refusal}`;
    refusal = "";
    return new Response(JSON.stringify({ type }), { status: 409 });
  }
  desk.rosters.push(body.roster as RosterIn);
  const mine = (body.seeds as { staff_id: string; wrap: string }[]).find(
    (it) => it.staff_id === toB64(bea.id),
  );
  if (mine)
    told = {
      epoch_wraps: [...(await desk.answer(bea)).epoch_wraps, { epoch: 2, wrap: mine.wrap }],
    };
  return new Response(null, { status: 204 });
}

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  desk = new MadeDesk([bea, ana]);
  [said, told, wraps, aging, refusal] = [[], {}, [], [], ""];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const call = `${init.method} ${path.replace("/api/v1", "")}`;
    const body = JSON.parse(String(init.body ?? "{}")) as Body;
    said.push({ call, body });
    return answer(call, body);
  });
  const me = { staffId: toB64(bea.id), name: "bea", displayName: "Bea", role: 2 };
  const keys = { keyring: await desk.keyring(bea), lock: madeLock() };
  beginSession({ me, desk: await desk.answer(bea), ...keys }, "token");
});

afterEach(async () => {
  await signOut();
  vi.useRealTimers();
});

function anaLeaves(): void {
  desk.people.pop();
  desk.signRoster(2, [bea]);
}

const rosters = () => said.filter(({ call }) => call === "POST /roster").map(({ body }) => body);

describe("whoever of the supervisors is there", () => {
  test("does nothing where nothing is due", async () => {
    await keepKeys();
    expect(rosters()).toEqual([]);
  });

  test("makes the next epoch after somebody who read has left, and opens it", async () => {
    anaLeaves();
    await keepKeys();
    const [next] = rosters();
    expect([next?.kind, (next?.seeds as unknown[] | undefined)?.length]).toEqual(["epoch", 2]);
    expect(session.value?.keyring.epoch).toBe(2);
    expect(session.value?.keyring.epochKeys(2)).not.toBeNull();
  });

  test("goes on from the newest roster where somebody else was first", async () => {
    anaLeaves();
    refusal = "stale-roster";
    await keepKeys();
    expect(rosters().map(({ kind }) => kind)).toEqual(["epoch", "epoch"]);
  });

  test("seals a seed for a colleague who lacks it", async () => {
    told = { keys_due: [{ staff_id: toB64(ana.id), epochs: [1], roster_key: false }] };
    await keepKeys();
    const keys = said.find(({ call }) => call.startsWith(`POST /staff/${toB64(ana.id)}/seeds`));
    const given = (keys?.body.epoch_wraps ?? []) as { wrap: string }[];
    const wrap = given[0]?.wrap ?? "";
    const place = { site: desk.site, epoch: 1, staffId: ana.id, deskPublic: desk.epoch.public };
    const seed = await openEpochSeed({
      ...place,
      kemSeed: ana.keys.kemSeed,
      wrap: fromB64(wrap),
    });
    expect(toB64(seed)).toBe(toB64(desk.epochSeed));
  });

  test("moves a case's key into the newest epoch, and the key stays the same", async () => {
    const [caseId, caseKey] = [randomBytes(16), randomBytes(32)];
    const place = { site: desk.site, caseId, gen: 1, made: 1 };
    const { records } = epochKeys(desk.epochSeed);
    const old = sealCaseWrap({ ...place, epoch: 1, recordsKey: records, caseKey });
    const row = { gen: 1, made: 1, epoch: 1, kc: toB64(old.kc), wrap: toB64(old.wrap) };
    wraps = [{ container_id: toB64(caseId), ...row }];
    anaLeaves();
    await keepKeys();
    told = { ...told, old_wraps: 1 };
    await keepKeys();
    const call = said.find((it) => it.call === "POST /containers");
    const moved = (call?.body.wraps ?? []) as { was: number; wrap: OldWrap }[];
    const recordsKey = session.value?.keyring.epochKeys(2)?.records ?? new Uint8Array(32);
    const { kc, wrap } = moved[0]?.wrap ?? { kc: "", wrap: "" };
    const sealed = { kc: fromB64(kc), wrap: fromB64(wrap) };
    expect(openCaseWrap({ ...place, epoch: 2, recordsKey, ...sealed })).toEqual(caseKey);
    expect(moved[0]?.was).toBe(1);
  });

  test("makes a next key for a case whose key the one who left knows", async () => {
    aging = [{ container_id: toB64(randomBytes(16)), gen: 3 }];
    anaLeaves();
    await keepKeys();
    const call = said.find((it) => it.call === "POST /next-keys");
    const [next] = (call?.body.wraps ?? []) as { container_id: string; wrap: OldWrap }[];
    const { gen, made, epoch } = next?.wrap ?? { gen: 0, made: 0, epoch: 0 };
    expect([next?.container_id, gen, made, epoch]).toEqual([aging[0]?.container_id, 4, 2, 2]);
  });

  test("asks that an old epoch is forgotten once nothing lies under it", async () => {
    told = { epochs: [1, 2], epochs_unused: [1] };
    await keepKeys();
    expect(said.at(-1)?.call).toBe("DELETE /epochs/1");
  });
});
