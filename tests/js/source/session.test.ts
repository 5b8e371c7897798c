// A visit from the first word to the last answer, against a server in memory whose line can fail.
import { beforeEach, describe, expect, test } from "vitest";
import { Stop, type Tip } from "../../../webapp/frontend/source/engine/protocol.ts";
import { Session } from "../../../webapp/frontend/source/engine/session.ts";
import type { ListOf } from "../../../webapp/frontend/source/engine/spelling.ts";
import { LISTS, listOf } from "../lists.ts";
import { FakeServer } from "./fake-server.ts";

const TIP: Tip = {
  door: "saw_something",
  answers: { what: "Three girls on the night flight.", minor: "yes", witness: "pilot" },
};
const rightAnswers = () => Promise.resolve();

let server: FakeServer;

async function started(lists: ListOf = listOf): Promise<Session> {
  const session = new Session(server.ask, rightAnswers, lists);
  await session.start("en");
  return session;
}

async function sent(session: Session): Promise<string> {
  const outcome = await session.tip(TIP, "en");
  if (outcome.state !== "sent") throw new Error(outcome.state);
  return outcome.words.join(" ");
}

async function opened(words: string, lists?: ListOf): Promise<Session> {
  const session = await started(lists);
  expect((await session.open(words, "en")).state).toBe("open");
  return session;
}

const texts = async () =>
  (await server.read()).messages.map(({ inner }) => inner?.body ?? inner?.t);
const writes = () => server.calls.filter(({ method }) => method === "POST");
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "no stop",
    (error: { code?: string }) => error.code,
  );

beforeEach(() => {
  server = new FakeServer();
});

describe("before anything is sealed", () => {
  test("a wrong known answer stops everything", async () => {
    const session = new Session(server.ask, () => Promise.reject(new Error("differs")), listOf);
    expect(await codeOf(session.start("en"))).toBe("self_test");
    expect(await codeOf(session.tip(TIP, "en"))).toBe("broken");
    expect(server.calls).toEqual([]);
  });

  test("a roster that nobody signed is refused", async () => {
    const other = new FakeServer();
    const ask: typeof server.ask = async (call) => {
      const given = await server.ask(call);
      const { json } = await other.ask(call);
      return { ...given, json: { ...given.json, roster_signature: json.roster_signature } };
    };
    expect(await codeOf(new Session(ask, rightAnswers, listOf).start("en"))).toBe("desk_refused");
  });

  test("a site without a desk says so", async () => {
    const ask = () => Promise.resolve({ status: 503, problem: "not-set-up", json: {} });
    expect(await codeOf(new Session(ask, rightAnswers, listOf).start("en"))).toBe("not_set_up");
  });
});

describe("without a list of words", () => {
  const lost = () => Promise.reject(new Stop("engine_load"));

  test("nothing is sealed, and the person learns it before writing on", async () => {
    const session = await started(lost);
    expect(await codeOf(session.prepare("en"))).toBe("engine_load");
    expect(await codeOf(session.tip(TIP, "en"))).toBe("engine_load");
    expect(writes()).toEqual([]);
  });

  test("who has words comes back all the same; only typos are not pointed out", async () => {
    const words = await sent(await started());
    await opened(words, lost);
    await opened(`1. ${words.replaceAll(" ", ", 2. ")}`, lost);
    const session = await started(lost);
    expect(await session.open("abandn", "en")).toEqual({ state: "unknown", problems: [] });
  });

  test("of another language, typos are told by the one that is there", async () => {
    const session = await started((name) => (name === "en" ? listOf(name) : lost()));
    const problems = [{ word: "abandn", suggestion: "abandon" }];
    expect(await session.open("abandn", "es")).toEqual({ state: "unknown", problems });
  });
});

describe("sending a tip", () => {
  test("the desk reads what was answered, and the words bring the thread back", async () => {
    const words = await sent(await started());
    expect((await server.read()).messages[0]?.inner).toMatchObject({
      t: "tip",
      lang: "en",
      door: "saw_something",
      answers: TIP.answers,
    });
    const session = await opened(words.toUpperCase());
    expect(session.shown().messages[0]?.answers).toEqual(TIP.answers);
  });

  test.each(["call", "answer"] as const)(
    "when the %s is lost, the same bytes go out again and there is one tip",
    async (failure) => {
      server.failures = [failure, failure];
      const session = await started();
      expect(await session.tip(TIP, "en")).toEqual({ state: "kept" });
      expect(await session.retryTip()).toEqual({ state: "kept" });
      expect((await session.retryTip()).state).toBe("sent");
      expect(new Set(writes().map(({ body }) => body)).size).toBe(1);
      expect(await texts()).toEqual(["tip"]);
    },
  );

  test("a new epoch in between is sealed to, and what arrived under the old one is not sent twice", async () => {
    const session = await started();
    server.newEpoch();
    await sent(session);
    server = new FakeServer();
    const slow = await started();
    server.failures = ["answer"];
    await slow.tip(TIP, "en");
    server.newEpoch();
    expect((await slow.retryTip()).state).toBe("sent");
    expect(server.stored.size).toBe(1);
  });
});

describe("the words", () => {
  test("are of the language that the page has when sending, whichever it had before", async () => {
    const session = await started();
    await session.prepare("en");
    const outcome = await session.tip(TIP, "es-MX");
    const words = outcome.state === "sent" ? outcome.words : [];
    expect(words.filter((word) => LISTS.es.includes(word)).length).toBe(7);
  });
});

describe("another tip in the same visit", () => {
  test("has words of its own, also when the first ones are still on the screen", async () => {
    const session = await started();
    const words = [await sent(session), await sent(session)];
    expect(new Set(words).size).toBe(2);
    expect(server.stored.size).toBe(2);
  });

  test("begun while the first is still on its way leaves the first one's words as they are", async () => {
    const session = await started();
    server.failures = ["call"];
    await session.tip(TIP, "en");
    await session.prepare("es");
    const outcome = await session.retryTip();
    const words = outcome.state === "sent" ? outcome.words.join(" ") : "";
    expect((await session.practise(words)).right).toBe(true);
    await opened(words);
  });
});

describe("a tip that is still on its way", () => {
  test("is not called sent because another thread was written in and closed meanwhile", async () => {
    const earlier = await sent(await started());
    const session = await started();
    server.failures = ["call"];
    expect(await session.tip(TIP, "en")).toEqual({ state: "kept" });
    expect((await session.open(earlier, "en")).state).toBe("open");
    expect(await session.write("One more thing.")).toEqual({ state: "sent" });
    session.close();
    expect(server.stored.size).toBe(1);
    expect((await session.retryTip()).state).toBe("sent");
    expect(server.stored.size).toBe(2);
  });

  test("a message given up with its thread is never called sent", async () => {
    const session = await opened(await sent(await started()));
    server.failures = ["call"];
    expect(await session.write("Never mind.")).toEqual({ state: "kept" });
    session.close();
    expect(await session.retry()).toEqual({ state: "refused" });
  });
});

describe("coming back", () => {
  test("wrong words and words that were removed read the same", async () => {
    const session = await started();
    const words = await sent(session);
    expect(await session.removeWayBack("thread")).toBe(true);
    const again = await started();
    expect(await again.open(words, "en")).toEqual({ state: "unknown", problems: [] });
    expect(await again.open("zebra zebra zebra", "en")).toEqual({ state: "unknown", problems: [] });
    expect(await again.open("1234", "en")).toEqual({ state: "unknown", problems: [] });
  });

  test("in a newer epoch the next message brings a key of its own and acknowledges the last reply", async () => {
    const words = await sent(await started());
    await server.reply({ t: "text", body: "Who held the passports?" });
    server.newEpoch();
    const session = await opened(words);
    expect(await session.write("One man.")).toEqual({ state: "sent" });
    expect(await texts()).toEqual(["tip", "Who held the passports?", "One man."]);
    const { gens, warnings } = await server.read();
    expect([gens.S, warnings]).toEqual([2, []]);
    await server.reply({ t: "text", body: "Thank you." });
    await session.sync();
    expect(session.shown().messages.at(-1)?.text).toBe("Thank you.");
  });

  test("the desk can ask for a new key", async () => {
    const session = await started();
    await sent(session);
    await server.reply({ t: "rekey" });
    await session.sync();
    expect(session.shown().messages.map(({ kind }) => kind)).toEqual(["tip"]);
    await session.write("Still here.");
    expect((await server.read()).gens.S).toBe(2);
  });

  test("a roster older than the person's own key is refused", async () => {
    server.newEpoch();
    const words = await sent(await started());
    server.epoch = 1;
    const session = await started();
    expect(await codeOf(session.open(words, "en"))).toBe("desk_refused");
  });
});

describe("writing more", () => {
  test("when the desk was faster, the message is sealed again under what it has seen", async () => {
    const session = await started();
    await sent(session);
    await server.reply({ t: "rekey" });
    await session.sync();
    server.meanwhile = () => server.reply({ t: "text", body: "Wait." });
    expect(await session.write("Here is more.")).toEqual({ state: "sent" });
    expect(await texts()).toEqual(["tip", "rekey", "Wait.", "Here is more."]);
  });

  test("two tabs on one receipt lose nothing, and the loser of a new key uses the winner's", async () => {
    const words = await sent(await started());
    server.newEpoch();
    const [one, two] = [await opened(words), await opened(words)];
    server.meanwhile = () => two.write("From the second tab.");
    expect(await one.write("From the first tab.")).toEqual({ state: "sent" });
    expect(await texts()).toEqual(["tip", "From the second tab.", "From the first tab."]);
    expect((await server.read()).gens.S).toBe(2);
    expect((await server.read()).warnings).toEqual([]);
  });

  test("when only the answer was lost and another tab wrote since, nothing is doubled", async () => {
    const words = await sent(await started());
    const [one, two] = [await opened(words), await opened(words)];
    server.failures = ["answer"];
    expect(await one.write("Once.")).toEqual({ state: "kept" });
    await two.sync();
    await two.write("Twice?");
    expect(await one.retry()).toEqual({ state: "sent" });
    expect(await texts()).toEqual(["tip", "Once.", "Twice?"]);
  });

  test("a withheld message and a strange key are told in plain words", async () => {
    const session = await started();
    const words = await sent(session);
    await server.reply({ t: "text", body: "One." });
    await server.reply({ t: "text", body: "Two." });
    const [stored] = server.stored.values();
    stored?.envelopes.splice(1, 1);
    const strange = stored?.records[0];
    if (strange) stored?.records.push({ ...strange, gen: 2 });
    expect((await opened(words)).shown().warnings).toEqual(["key", "beginning"]);
  });
});
