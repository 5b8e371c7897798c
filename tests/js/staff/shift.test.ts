// What an advocate chooses in the bar of a shift is what the server hears last, however fast they choose.
import { afterEach, expect, test, vi } from "vitest";
import type { ShiftStatus } from "../../../webapp/frontend/staff/api/live-types.ts";
import { setStatus, shift } from "../../../webapp/frontend/staff/live/shift.ts";

vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({ browserPins: {} }));

/** A server that answers when it is told to; what it heard, in order. */
function slowServer() {
  const heard: ShiftStatus[] = [];
  const waiting: ((response: Response) => void)[] = [];
  vi.stubGlobal("fetch", (_: string, init: { body: string }) => {
    heard.push(JSON.parse(init.body).status);
    return new Promise<Response>((resolve) => waiting.push(resolve));
  });
  const answer = (status: number, body: object) => {
    const headers = { "Content-Type": "application/json" };
    waiting.shift()?.(new Response(JSON.stringify(body), { status, headers }));
  };
  return { heard, answer, takes: () => answer(200, { me: { status: heard.at(-1), load: 0 } }) };
}

afterEach(() => vi.unstubAllGlobals());

test("a choice while the one before is under way is not dropped", async () => {
  const server = slowServer();
  const first = setStatus("off");
  const second = setStatus("on");
  await vi.waitFor(() => expect(server.heard).toEqual(["off"]));
  server.takes();
  await vi.waitFor(() => expect(server.heard).toEqual(["off", "on"]));
  expect(shift.value).toBeNull();
  server.takes();
  await Promise.all([first, second]);
  expect(shift.value?.me.status).toBe("on");
});

test("a choice that the server refused is said, and the next one is tried", async () => {
  const server = slowServer();
  const refused = setStatus("busy");
  const told = expect(refused).rejects.toThrow();
  await vi.waitFor(() => expect(server.heard).toEqual(["busy"]));
  server.answer(503, { type: "urn:quietline:problem:unavailable" });
  await told;
  const next = setStatus("away");
  await vi.waitFor(() => expect(server.heard).toEqual(["busy", "away"]));
  server.takes();
  await next;
  expect(shift.value?.me.status).toBe("away");
});
