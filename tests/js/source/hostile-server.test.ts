// A server that turns hostile in the middle of a visit, without changing a script.
import { beforeEach, describe, expect, test } from "vitest";
import type { Tip } from "../../../webapp/frontend/source/engine/protocol.ts";
import { type Ask, Unreachable } from "../../../webapp/frontend/source/engine/server.ts";
import { Session } from "../../../webapp/frontend/source/engine/session.ts";
import { listOf } from "../lists.ts";
import { FakeServer } from "./fake-server.ts";

const TIP: Tip = { door: "saw_something", answers: { what: "Men who take the passports." } };
const rightAnswers = () => Promise.resolve();

let server: FakeServer;
let hostile: FakeServer;
let turned: boolean;

/** The honest server, until it turns: from then on the desk's keys are somebody else's. */
const ask: Ask = (call) =>
  turned && call.path === "/api/v1/desk" ? hostile.ask(call) : server.ask(call);

async function wordsOfTip(session: Session): Promise<string> {
  const outcome = await session.tip(TIP, "en");
  if (outcome.state !== "sent") throw new Error(outcome.state);
  return outcome.words.join(" ");
}

beforeEach(() => {
  server = new FakeServer();
  hostile = new FakeServer();
  hostile.newEpoch();
  turned = false;
});

describe("another root in the middle of a visit", () => {
  test("is not sealed to when a person opens their thread", async () => {
    const session = new Session(ask, rightAnswers, listOf);
    await session.start("en");
    const words = await wordsOfTip(session);
    session.close();
    turned = true;
    await expect(session.open(words, "en")).rejects.toMatchObject({ code: "desk_refused" });
  });

  test("is not sealed to when the server calls the epoch over", async () => {
    const stale: Ask = async (call) => {
      if (!turned || call.path !== "/api/v1/conversations") return ask(call);
      return { status: 409, problem: "stale-epoch", json: {} };
    };
    const session = new Session(stale, rightAnswers, listOf);
    await session.start("en");
    turned = true;
    await expect(session.tip(TIP, "en")).rejects.toMatchObject({ code: "desk_refused" });
  });
});

test("an older certificate than the one seen in this visit is refused", async () => {
  const session = new Session(ask, rightAnswers, listOf);
  server.certifiedDaysAgo = 1;
  await session.start("en");
  const words = await wordsOfTip(session);
  server.certifiedDaysAgo = 2;
  await expect(session.open(words, "en")).rejects.toMatchObject({ code: "desk_refused" });
});

test("another desk key in the same epoch is refused, whoever signed it", async () => {
  const session = new Session(ask, rightAnswers, listOf);
  await session.start("en");
  const words = await wordsOfTip(session);
  server.swapDeskKey();
  await expect(session.open(words, "en")).rejects.toMatchObject({ code: "desk_refused" });
});

test("a line that drops is still only a line that drops", async () => {
  const session = new Session(ask, rightAnswers, listOf);
  await session.start("en");
  const words = await wordsOfTip(session);
  const cut: Ask = () => Promise.reject(new Unreachable());
  const other = new Session((call) => (turned ? cut(call) : ask(call)), rightAnswers, listOf);
  await other.start("en");
  turned = true;
  expect(await other.open(words, "en")).toEqual({ state: "line" });
});
