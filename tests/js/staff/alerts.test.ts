// Alerts about waiting chats: none is missed, a wave is one, whoever has no room hears nothing.

import { beforeEach, describe, expect, test } from "vitest";
import {
  AGAIN_MS,
  Alerts,
  MOST_ALERTS,
  WAVE_MS,
} from "../../../webapp/frontend/staff/live/alerts.ts";

let heard: [string, number][] = [];
let alerts: Alerts;

beforeEach(() => {
  heard = [];
  alerts = new Alerts((alarm, count) => heard.push([alarm, count]));
});

describe("an alert", () => {
  test("is raised once for a chat that begins to wait", () => {
    alerts.update(["a"], false, 0);
    alerts.update(["a"], false, 1000);
    expect(heard).toEqual([["new", 1]]);
  });

  test("is one for a whole wave, however many come within it", () => {
    alerts.update(["a"], false, 0);
    for (let n = 1; n <= 50; n += 1) {
      alerts.update(Array.from({ length: n + 1 }, (_, i) => `c${i}`).concat("a"), false, n * 50);
    }
    alerts.tick(WAVE_MS);
    expect(heard).toEqual([
      ["new", 1],
      ["new", 51],
    ]);
  });

  test("comes again after twenty seconds while nobody took the chat", () => {
    alerts.update(["a"], false, 0);
    alerts.tick(AGAIN_MS - 1);
    alerts.tick(AGAIN_MS);
    expect(heard).toEqual([
      ["new", 1],
      ["again", 1],
    ]);
  });

  test("does not come again for a chat that somebody took", () => {
    alerts.update(["a"], false, 0);
    alerts.update([], false, 10_000);
    alerts.tick(AGAIN_MS * 2);
    expect(heard).toEqual([["new", 1]]);
  });

  test("ends after a few times: by then the supervisors were told", () => {
    alerts.update(["a"], false, 0);
    for (let n = 1; n < 20; n += 1) alerts.tick(n * AGAIN_MS);
    expect(heard.length).toBe(MOST_ALERTS);
  });

  test("is held back at capacity, and given as soon as there is room", () => {
    alerts.update(["a"], true, 0);
    alerts.tick(AGAIN_MS);
    expect(heard).toEqual([]);
    alerts.update(["a"], false, AGAIN_MS + 1);
    expect(heard).toEqual([["new", 1]]);
  });

  test("of an escalated chat reaches a supervisor without room, and is no flood either", () => {
    alerts.update(["a"], true, 0);
    alerts.escalated(0);
    alerts.escalated(100);
    alerts.tick(WAVE_MS);
    expect(heard).toEqual([["escalated", 1]]);
  });

  test("of an escalated chat waits its turn right after another, and is not left out", () => {
    alerts.update(["a"], false, 0);
    alerts.escalated(100);
    expect(heard).toEqual([["new", 1]]);
    alerts.tick(WAVE_MS);
    expect(heard).toEqual([
      ["new", 1],
      ["escalated", 1],
    ]);
  });

  test("of an escalated chat is dropped once nobody waits", () => {
    alerts.update(["a"], false, 0);
    alerts.escalated(100);
    alerts.update([], false, 200);
    alerts.tick(WAVE_MS);
    expect(heard).toEqual([["new", 1]]);
  });
});
