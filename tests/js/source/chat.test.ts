// A chat in the engine: kept, in order, once, over a line that is there, blocked, or gone.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { joinParts } from "../../../webapp/frontend/lib/parts.ts";
import { Tab } from "./chatting.ts";
import { BadLine } from "./fake-line.ts";
import { FakeServer } from "./fake-server.ts";

let server: FakeServer;
let line: BadLine;
let tabs: Tab[];

const wait = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

async function begun(): Promise<Tab> {
  const tab = await Tab.begun(line);
  tabs.push(tab);
  await wait(1);
  return tab;
}

async function another(tab: Tab): Promise<Tab> {
  const second = await tab.another();
  tabs.push(second);
  await wait(1);
  return second;
}

const stored = async () =>
  joinParts((await server.read()).messages).map(({ inner }) => inner?.body ?? inner?.t);

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  line = new BadLine(server);
  tabs = [];
});

afterEach(() => {
  for (const { chat } of tabs) chat.close();
  vi.useRealTimers();
});

describe("the beginning", () => {
  test("what is written before the line is there waits its turn, and all of it arrives in order", async () => {
    line.cut = true;
    const tab = await begun();
    for (const text of ["Hello?", "Is somebody there?"]) tab.say(text);
    await wait(30);
    expect(tab.texts).toEqual(["Hello?", "Is somebody there?"]);
    expect(tab.view.way).toBe("none");
    line.cut = false;
    await wait(60);
    expect(await stored()).toEqual(["chat", "Hello?", "Is somebody there?"]);
    expect(tab.view.sent).toEqual([1, 2]);
    expect(tab.view.way).toBe("line");
  });

  test("the server may know the door and that somebody writes now, and no more", async () => {
    const ask = vi.spyOn(server, "answer");
    await begun();
    const opening = ask.mock.calls
      .map(([call]) => call)
      .find(({ body }) => body?.includes("labels"));
    expect(JSON.parse(opening?.body ?? "{}").labels).toEqual({
      channel: "chat",
      door: "need_help",
      category: "tip",
      urgency: "soon",
      language: "en",
      priority: "high",
    });
  });
});

describe("what is said", () => {
  test("goes over the line, and is seen when the desk says so", async () => {
    const tab = await begun();
    tab.say("Hello");
    await wait(1);
    expect(line.emitted).toContain("send");
    expect(tab.view.messages[0]).toMatchObject({ key: "own1", status: "sent" });
    line.say("seen", { s: 2 });
    expect(tab.view.messages[0]?.status).toBe("seen");
  });

  test("and arrived before its answer did, stands there once", async () => {
    const tab = await begun();
    const shown: [string, string][][] = [];
    const answer = server.answer.bind(server);
    vi.spyOn(server, "answer").mockImplementation((call) => {
      const given = answer(call);
      if (call.method === "POST") {
        line.say("envelope", { envelope: JSON.parse(call.body ?? "{}").envelope });
        shown.push(tab.view.messages.map(({ key, status }) => [key, status]));
      }
      return given;
    });
    tab.say("Hello");
    await wait(1);
    expect(shown).toEqual([[["own1", "sending"]]]);
    expect(tab.view.messages).toMatchObject([{ key: "own1", status: "sent" }]);
  });

  test("in one long piece is split to the letter, and reads as one on both sides", async () => {
    const tab = await begun();
    const long = 'Ella dijo: "no" 👩🏽‍🌾\n'.repeat(150);
    tab.say(long);
    await wait(5);
    expect(await stored()).toEqual(["chat", long]);
    expect(tab.texts).toEqual([long]);
    const sizes = [...server.stored.values()].flatMap(({ envelopes }) =>
      envelopes.map(({ bytes }) => bytes.length),
    );
    expect(new Set(sizes)).toEqual(new Set([118 + 1024 + 16]));
  });

  test("as an answer moves the place in the queue by codes only", async () => {
    const tab = await begun();
    tab.say({ kind: "answer", question: "minor", answer: "yes" });
    tab.say({ kind: "answer", question: "danger_now", answer: "yes" });
    tab.say({ kind: "answer", question: "language", answer: "other" });
    tab.say({ kind: "answer", question: "region", answer: "South" });
    await wait(2);
    const labels = server.told.map(([, body]) => body);
    expect(labels).toEqual([
      { category: "tip", urgency: "soon", priority: "high", language: "en" },
      { category: "crisis", urgency: "immediate", priority: "urgent", language: "en" },
      { category: "crisis", urgency: "immediate", priority: "urgent", language: "und" },
    ]);
  });

  test("after the words reopened the thread, says so once", async () => {
    const tab = await begun();
    const second = await another(tab);
    second.say("I am back.");
    second.say("Hello?");
    await wait(2);
    const inners = (await server.read()).messages.map(({ inner }) => inner?.resumed);
    expect(inners).toEqual([undefined, true, undefined]);
  });

  test("twice by the page, after its engine was asked again, is said once", async () => {
    const tab = await begun();
    tab.say("Once");
    tab.chat.do({ do: "say", id: 1, said: { kind: "text", text: "Once" } });
    await wait(1);
    expect(await stored()).toEqual(["chat", "Once"]);
  });
});

describe("without the live line", () => {
  test("news still comes, every few seconds, and the page can say so", async () => {
    line.blocked = true;
    const tab = await begun();
    await wait(5);
    expect(tab.view.way).toBe("asking");
    await server.reply({ t: "text", body: "I am here." });
    await wait(5);
    expect(tab.texts).toEqual(["I am here."]);
    tab.say("Good.");
    await wait(1);
    expect(await stored()).toEqual(["chat", "I am here.", "Good."]);
  });

  test("it is tried again now and then", async () => {
    line.blocked = true;
    const tab = await begun();
    await wait(5);
    line.blocked = false;
    await wait(60);
    expect(tab.view.way).toBe("line");
  });

  test("a line on which nothing comes back is given up, and what was said arrives once", async () => {
    const tab = await begun();
    line.chance = 1;
    tab.say("Into the dark");
    await wait(9);
    line.chance = 0;
    await wait(20);
    expect(await stored()).toEqual(["chat", "Into the dark"]);
    expect(tab.view.way).toBe("line");
  });
});

describe("what comes", () => {
  test("is asked for every twenty seconds, also where no event tells of it", async () => {
    const tab = await begun();
    server.listeners.clear();
    await server.reply({ t: "text", body: "Unannounced" });
    await wait(21);
    expect(tab.texts).toEqual(["Unannounced"]);
  });

  test("out of order is asked for, never guessed", async () => {
    const tab = await begun();
    const listeners = [...server.listeners];
    server.listeners.clear();
    await server.reply({ t: "text", body: "One" });
    for (const listener of listeners) server.listeners.add(listener);
    await server.reply({ t: "text", body: "Two" });
    await wait(1);
    expect(tab.texts).toEqual(["One", "Two"]);
    expect(tab.view.warnings).toEqual([]);
  });

  test("as nonsense changes nothing", async () => {
    const tab = await begun();
    line.say("envelope", { envelope: "not an envelope" });
    line.say("live", { live: { phase: "odd" } });
    line.say("seen", {});
    await wait(1);
    expect(tab.view).toMatchObject({ messages: [], live: null, warnings: [] });
  });

  test("when an interpreter left, a new key is made by the next message", async () => {
    const tab = await begun();
    await server.reply({ t: "rekey" });
    await wait(1);
    tab.say("Only us now.");
    await wait(1);
    expect((await server.read()).gens.S).toBe(2);
    expect(tab.texts).toEqual(["Only us now."]);
  });
});

describe("two tabs", () => {
  test("are both live, and say everything once", async () => {
    const one = await begun();
    const two = await another(one);
    one.say("From one");
    two.say("From two");
    await wait(3);
    expect((await stored()).slice(1).sort()).toEqual(["From one", "From two"]);
    expect(one.texts).toEqual(two.texts);
  });
});

describe("the end", () => {
  test("comes after everything that was said, also when the line is away", async () => {
    const tab = await begun();
    line.cut = true;
    tab.say("One last thing.");
    tab.end();
    await wait(20);
    line.cut = false;
    await wait(60);
    expect(await stored()).toEqual(["chat", "One last thing.", "end"]);
    expect([...server.stored.values()][0]?.ended).toBe(true);
  });

  test("of the way back stops all asking", async () => {
    const tab = await begun();
    server.stored.clear();
    await wait(25);
    expect(tab.view.way).toBe("gone");
    const asked = line.emitted.length;
    await wait(120);
    expect(line.emitted.length).toBe(asked);
  });
});
