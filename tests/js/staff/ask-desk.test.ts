// A desk signs a roster every day: a browser asks for what follows what it verified, and checks it all.
import { expect, test, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { parseRoster } from "../../../webapp/frontend/lib/roster.ts";
import type { Api } from "../../../webapp/frontend/staff/api/calls.ts";
import type { RosterIn } from "../../../webapp/frontend/staff/api/types.ts";
import { askDesk, keepRosters } from "../../../webapp/frontend/staff/store/ask-desk.ts";
import { openDesk } from "../../../webapp/frontend/staff/vault/check-desk.ts";
import { MadeDesk, NOTHING_SEEN, NOW, person } from "./made-desk.ts";

let kept: readonly RosterIn[] = [];
vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({
  browserPins: {
    rosters: () => Promise.resolve([...kept]),
    keepRosters: async (rosters: readonly RosterIn[]) => {
      kept = rosters;
    },
  },
}));

const ana = person("ana", 1);
const desk = new MadeDesk([ana]);
const asked: number[] = [];
const serials = (rosters: readonly RosterIn[]) =>
  rosters.map(({ body }) => parseRoster(fromB64(body)).serial);

/** A server that tells what follows, or all where it does not know that number. */
const server = {
  desk: async (after: number) => {
    asked.push(after);
    const answer = await desk.answer(ana);
    const known = serials(answer.rosters).includes(after) ? after : 0;
    return { ...answer, rosters: answer.rosters.slice(known) };
  },
} as Api;

async function opened(from = server): Promise<number> {
  const answer = await askDesk(from);
  const keys = { ...ana.keys, kemSeed: ana.keys.kemSeed.slice() };
  const account = { staff_id: toB64(ana.id), role: 1 };
  const { serial } = await openDesk(answer, account, keys, NOTHING_SEEN, NOW);
  await keepRosters(answer.rosters);
  return serial;
}

test("what was verified is not asked for again, and the chain is whole every time", async () => {
  expect(await opened()).toBe(1);
  desk.signRoster(2, [ana]);
  desk.signRoster(3, [ana]);
  expect(await opened()).toBe(3);
  expect(await opened()).toBe(3);
  expect([asked, serials(kept)]).toEqual([
    [0, 1, 3],
    [1, 2, 3],
  ]);
});

test("another history than the one that is kept is refused, however long it is", async () => {
  const told = desk.rosters.splice(1);
  desk.signRoster(2, [ana, person("eve", 1)]);
  desk.signRoster(3, [ana]);
  desk.signRoster(4, [ana]);
  const all = { desk: () => desk.answer(ana) } as unknown as Api;
  await expect(opened(all)).rejects.toThrow("roster");
  desk.rosters.splice(1, desk.rosters.length, ...told);
});

test("a server that was set back tells everything, and is not mixed with what is kept", async () => {
  desk.rosters.splice(1);
  const { rosters } = await askDesk(server);
  expect([asked.at(-1), serials(rosters), serials(kept)]).toEqual([3, [1], [1, 2, 3]]);
});
