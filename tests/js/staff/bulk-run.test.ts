// An act on many rows belongs to the session in which it was ordered.

import { afterEach, expect, test, vi } from "vitest";
import { toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { withRows } from "../../../webapp/frontend/staff/logic/selection.ts";
import { selected } from "../../../webapp/frontend/staff/queue/asked.ts";
import { runBulk } from "../../../webapp/frontend/staff/queue/bulk-run.ts";
import { session } from "../../../webapp/frontend/staff/store/session.ts";
import { MadeDesk, madeLock, person } from "./made-desk.ts";
import { item } from "./made-tip.ts";

const ana = person("ana", 1);
const desk = new MadeDesk([ana]);

async function signIn(): Promise<void> {
  const me = { staffId: toB64(ana.id), name: "ana", displayName: "Ana", role: 1 };
  const keyring = await desk.keyring(ana);
  session.value = { me, desk: await desk.answer(ana), keyring, lock: madeLock() };
}

afterEach(() => {
  vi.unstubAllGlobals();
  session.value = null;
});

async function lotsSent(meanwhile: () => Promise<void>): Promise<number> {
  let lots = 0;
  await signIn();
  vi.stubGlobal("fetch", async () => {
    lots += 1;
    await meanwhile();
    return new Response(JSON.stringify({ results: [] }), { status: 200 });
  });
  const rows = Array.from({ length: 120 }, (_, n) => item(`row-${n}`));
  selected.value = withRows(new Map(), rows);
  await runBulk(
    { what: "claim" },
    () => undefined,
    () => false,
  );
  return lots;
}

test("it goes on to its end while that session lasts", async () => {
  expect(await lotsSent(async () => undefined)).toBe(3);
});

test("nothing more of it goes out in the name of whoever signs in next", async () => {
  expect(await lotsSent(signIn)).toBe(1);
});
