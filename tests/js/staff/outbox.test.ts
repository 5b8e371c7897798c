// Words on their way: in order, once, as the same bytes, and never dropped by a bad line.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { Problem, Unreachable } from "../../../webapp/frontend/staff/api/http.ts";
import { Outbox } from "../../../webapp/frontend/staff/live/outbox.ts";
import { Talk } from "../../../webapp/frontend/staff/live/talk.ts";
import { session } from "../../../webapp/frontend/staff/store/session.ts";
import { MadeDesk, madeLock, person } from "./made-desk.ts";
import { type MadeTip, madeTip } from "./made-tip.ts";

const ana = person("ana", 1);
const desk = new MadeDesk([ana]);
const text = (body: string) => ({ t: "text", at: "2026-11-24T10", body });

/** A server that takes the next envelope of the desk, and the same bytes as often as they come. */
class Line {
  readonly sent: string[] = [];
  /** What happens to the next tries, in order; then all goes well. */
  script: (() => void)[] = [];

  constructor(readonly tip: MadeTip) {}

  send = async (_: string, envelope: string): Promise<never> => {
    this.sent.push(envelope);
    this.script.shift()?.();
    this.store(envelope);
    return {} as never;
  };

  store(envelope: string): void {
    const known = this.tip.envelopes.map(toB64);
    if (known.includes(envelope)) return;
    const before = this.tip.thread();
    this.tip.envelopes.push(fromB64(envelope));
    const after = this.tip.thread();
    if (after.warnings.length > 0 || after.state.D.seq !== before.state.D.seq + 1) {
      this.tip.envelopes.pop();
      throw new Problem(409, "out-of-step", {});
    }
  }
}

async function scene() {
  const tip = await madeTip(desk);
  const me = { staffId: toB64(ana.id), name: "ana", displayName: "Ana", role: 1 };
  session.value = {
    me,
    desk: await desk.answer(ana),
    keyring: await desk.keyring(ana),
    lock: madeLock(),
  };
  const talk = new Talk(toB64(tip.conv), async () => tip.answer());
  await talk.reload();
  const line = new Line(tip);
  return { tip, talk, line, outbox: new Outbox(talk, line.send) };
}

const bodies = (tip: MadeTip) =>
  tip
    .thread()
    .messages.filter(({ direction }) => direction === "D")
    .map(({ inner }) => inner?.body);

const fails = (reason: Error) => () => {
  throw reason;
};

describe("the outbox", () => {
  beforeEach(() => {
    vi.stubGlobal("fetch", async () => new Response("{}", { status: 201 }));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    session.value = null;
  });

  test("sends many in the order in which they were written", async () => {
    const { tip, outbox } = await scene();
    const all = Array.from({ length: 12 }, (_, i) => `message ${i}`);
    await Promise.all(all.map((body) => outbox.add(text(body))));
    expect([bodies(tip), outbox.entries.value]).toEqual([all, []]);
  });

  test("sends the same bytes again after a lost answer, and goes on by itself", async () => {
    const { tip, line, outbox } = await scene();
    line.script = [fails(new Unreachable("down")), fails(new Unreachable("down"))];
    await outbox.add(text("one"), text("two"));
    expect(outbox.entries.value.map(({ state }) => state)).toEqual(["kept", "waiting"]);
    await vi.advanceTimersByTimeAsync(3_000);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(bodies(tip)).toEqual(["one", "two"]);
    expect(new Set(line.sent.slice(0, 3)).size).toBe(1);
  });

  test("does not write twice what arrived although its answer was lost", async () => {
    const { tip, line, outbox } = await scene();
    const store = line.store.bind(line);
    line.script = [
      () => {
        store(line.sent.at(-1) as string);
        throw new Unreachable("cut");
      },
    ];
    await outbox.add(text("once"));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(bodies(tip)).toEqual(["once"]);
  });

  test("seals anew where a colleague was faster", async () => {
    const { tip, line, outbox, talk } = await scene();
    const colleague = new Outbox(new Talk(talk.conv, async () => tip.answer()), line.send);
    await colleague.add(text("Sam first"));
    await outbox.add(text("Ana then"));
    expect(bodies(tip)).toEqual(["Sam first", "Ana then"]);
    expect(tip.thread().warnings).toEqual([]);
  });

  test("says what the server refused, and sends what follows", async () => {
    const { tip, line, outbox } = await scene();
    line.script = [fails(new Problem(403, "not-permitted", {}))];
    await outbox.add(text("no"), text("yes"));
    const [refused] = outbox.entries.value;
    expect([refused?.state, bodies(tip)]).toEqual(["refused", ["yes"]]);
    outbox.drop(refused?.id ?? 0);
    expect(outbox.entries.value).toEqual([]);
  });

  test("leaves what found the session over without its words, and the same bytes go out later", async () => {
    const { tip, line, outbox, talk } = await scene();
    line.script = [fails(new Problem(401, "not-signed-in", {}))];
    await outbox.add(text("kept"));
    expect(outbox.entries.value[0]?.state).toBe("kept");
    const [words, away] = [outbox.sealAway(), outbox.away()];
    outbox.forget();
    expect(JSON.stringify(away)).not.toContain('kept"}');
    const next = new Outbox(talk, line.send);
    next.bring(away);
    next.unseal(words);
    await next.flush();
    expect([bodies(tip), new Set(line.sent).size]).toEqual([["kept"], 1]);
  });
});

describe("a talk", () => {
  beforeEach(() => vi.stubGlobal("fetch", async () => new Response("{}", { status: 201 })));
  afterEach(() => {
    vi.unstubAllGlobals();
    session.value = null;
  });

  test("takes the next envelope as it comes, and asks where one is missing", async () => {
    const { tip, talk } = await scene();
    tip.say(text("two"));
    await talk.take(toB64(tip.envelopes[1] as Uint8Array));
    expect(talk.opened.value?.conversation.messages.length).toBe(2);
    tip.say(text("three"));
    tip.say(text("four"));
    await talk.take(toB64(tip.envelopes[3] as Uint8Array));
    const read = talk.opened.value?.conversation;
    expect([read?.messages.map(({ inner }) => inner?.body), read?.warnings]).toEqual([
      [undefined, "two", "three", "four"],
      [],
    ]);
  });

  test("shows once what comes twice", async () => {
    const { tip, talk } = await scene();
    tip.say(text("two"));
    const envelope = toB64(tip.envelopes[1] as Uint8Array);
    await Promise.all([talk.take(envelope), talk.reload(), talk.take(envelope)]);
    expect(talk.opened.value?.conversation.messages.length).toBe(2);
  });
});
