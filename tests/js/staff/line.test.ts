// The live line and what stands in for it: whoever asks gets an answer, whichever way it went.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  askLine,
  beginLine,
  endLine,
  hearing,
  lineState,
  mention,
  renewLine,
} from "../../../webapp/frontend/staff/live/line.ts";
import type { Wire } from "../../../webapp/frontend/staff/live/socket.ts";

/** A line whose other end is the test. */
class FakeWire implements Wire {
  connected = false;
  readonly asked: [string, unknown][] = [];
  answer: () => unknown = () => ({ status: 200 });
  readonly #heard = new Map<string, (body: unknown) => void>();

  async ask(event: string, body: unknown): Promise<unknown> {
    this.asked.push([event, body]);
    return this.answer();
  }

  on(event: string, hear: (body: unknown) => void): void {
    this.#heard.set(event, hear);
  }

  open = vi.fn();
  close = vi.fn();

  say(event: string, body: unknown = {}): void {
    if (event === "connect") this.connected = true;
    if (event === "disconnect") this.connected = false;
    this.#heard.get(event)?.(body);
  }
}

let wire: FakeWire;
const plainly = vi.fn(async () => "plain");

beforeEach(() => {
  wire = new FakeWire();
  plainly.mockClear();
  beginLine(() => wire);
});
afterEach(endLine);

describe("the line", () => {
  test("carries what is asked once it is open", async () => {
    wire.say("connect");
    wire.answer = () => ({ status: 201, s: 1 });
    expect([await askLine("send", {}, plainly), lineState.value]).toEqual([{ s: 1 }, "open"]);
    expect(plainly).not.toHaveBeenCalled();
  });

  test("leaves the asking to plain calls while it is blocked", async () => {
    wire.say("connect_error", { message: "blocked" });
    expect([await askLine("send", {}, plainly), lineState.value]).toEqual(["plain", "away"]);
  });

  test("leaves it to plain calls where no answer comes in time", async () => {
    wire.say("connect");
    wire.answer = () => Promise.reject(new Error("timeout"));
    expect(await askLine("send", {}, plainly)).toBe("plain");
  });

  test("raises the problem that the server named, as a plain call would", async () => {
    wire.say("connect");
    wire.answer = () => ({ status: 409, type: "urn:quietline:problem:out-of-step" });
    await expect(askLine("send", {}, plainly)).rejects.toMatchObject({
      status: 409,
      slug: "out-of-step",
    });
    expect(plainly).not.toHaveBeenCalled();
  });

  test("brings the server's words to whoever listens, until they stop", () => {
    const heard: unknown[] = [];
    const stop = hearing("live", (body) => heard.push(body));
    wire.say("live", { conv: "a" });
    stop();
    wire.say("live", { conv: "b" });
    expect(heard).toEqual([{ conv: "a" }]);
  });

  test("says when it opened, also again, so that everything is asked anew", () => {
    const opened = vi.fn();
    const stop = hearing("opened", opened);
    wire.say("connect");
    wire.say("disconnect");
    wire.say("connect");
    stop();
    expect(opened).toHaveBeenCalledTimes(2);
  });

  test("mentions passing things only while it is open", () => {
    mention("writing", { conv: "a" });
    wire.say("connect");
    mention("writing", { conv: "a" });
    expect(wire.asked).toEqual([["writing", { conv: "a" }]]);
  });

  test("is renewed with the next token after signing in again", async () => {
    await renewLine();
    expect(wire.open).toHaveBeenCalledOnce();
    wire.say("connect");
    await renewLine();
    expect(wire.asked.map(([event]) => event)).toEqual(["reauth"]);
  });

  test("is like one that opens once the next token was taken, and not before", async () => {
    wire.say("connect");
    const opened = vi.fn();
    const stop = hearing("opened", opened);
    let take = (_: unknown): void => undefined;
    wire.answer = () => new Promise((resolve) => (take = resolve));
    const renewed = renewLine();
    expect(opened).not.toHaveBeenCalled();
    take({ status: 200 });
    await renewed;
    wire.answer = () => ({ status: 401 });
    await renewLine();
    stop();
    expect(opened).toHaveBeenCalledOnce();
  });

  test("that was ended tells nobody anything any more", () => {
    const heard = vi.fn();
    const stop = hearing("queue", heard);
    const before = wire;
    endLine();
    before.say("queue");
    stop();
    expect([heard.mock.calls.length, lineState.value]).toEqual([0, "off"]);
  });
});
