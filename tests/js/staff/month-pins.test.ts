// What this browser saw of closed months stays known, whichever of its tabs saw it.

import { beforeEach, expect, it, vi } from "vitest";
import { browserPins } from "../../../webapp/frontend/staff/store/pins.ts";

const KEPT = new Map<string, unknown>();

/** A store that keeps values and calls back later, as a browser's does. */
function storage(): unknown {
  const transaction = () => {
    const it: Record<string, unknown> = {};
    const answered = (result: unknown) => {
      queueMicrotask(() => (it.oncomplete as () => void)());
      return { result };
    };
    it.objectStore = () => ({
      get: (key: string) => answered(KEPT.get(key)),
      put: (value: unknown, key: string) => answered(KEPT.set(key, structuredClone(value))),
    });
    return it;
  };
  const open = () => {
    const request: Record<string, unknown> = { result: { transaction, close: () => undefined } };
    queueMicrotask(() => (request.onsuccess as () => void)());
    return request;
  };
  return { open };
}

beforeEach(() => {
  KEPT.clear();
  vi.stubGlobal("indexedDB", storage());
});

it("a tab that saw one month takes away no month that another tab saw", async () => {
  await browserPins.keepMonths("site", new Map([["october", 2]]));
  await browserPins.keepMonths("site", new Map([["september", 1]]));
  await browserPins.keepMonths("site", new Map([["october", 1]]));
  expect(Object.fromEntries(await browserPins.months("site"))).toEqual({
    october: 2,
    september: 1,
  });
});
