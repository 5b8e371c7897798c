// Under the cover nothing counts as read, undo takes back nothing, and a click alone shows that somebody is there.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newChat } from "../../../webapp/frontend/source/chat/page.ts";
import { state } from "../../../webapp/frontend/source/state.ts";

vi.mock("../../../webapp/frontend/source/exit.ts", () => ({ leave: vi.fn() }));

const dataset: { covered?: string } = {};
let listeners: Record<string, (event?: unknown) => void> = {};
const element = () => ({ value: "", textContent: "", focus: () => undefined });

beforeEach(() => {
  vi.useFakeTimers();
  listeners = {};
  vi.stubGlobal("window", {});
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("scrollY", 0);
  vi.stubGlobal("innerHeight", 640);
  vi.stubGlobal("addEventListener", (name: string, hear: (event?: unknown) => void) => {
    listeners[name] = hear;
  });
  vi.stubGlobal("document", {
    hidden: false,
    body: { firstChild: {} },
    documentElement: { dataset, lang: "en" },
    addEventListener: () => undefined,
    getElementById: () => null,
    querySelector: element,
    querySelectorAll: () => [],
  });
});

afterEach(() => {
  delete dataset.covered;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a message that comes while the cover lies over a chat is read once it is lifted", async () => {
  const { cover, lift } = await import("../../../webapp/frontend/source/cover.ts");
  const { onReveal, show } = await import("../../../webapp/frontend/source/views.ts");
  await import("../../../webapp/frontend/source/chat.ts");
  const ask = vi.fn(() => Promise.resolve());
  const chat = newChat("need_help", "en", false);
  Object.assign(state, { view: "chat", chat });
  const { makePart } = window as unknown as { makePart: (kit: unknown) => unknown };
  makePart({ state, ask, show, onReveal, onNews: () => undefined });
  cover();
  chat.view = { d: 1 } as typeof chat.view;
  const { reveal } = await import("../../../webapp/frontend/source/views.ts");
  reveal("chat");
  expect(ask).not.toHaveBeenCalled();
  lift();
  expect(ask).toHaveBeenCalledWith("chat", { do: "seen", d: 1 });
});

test("whoever presses the cover's button by a click alone is somebody who is there", async () => {
  const { lift, wireCover } = await import("../../../webapp/frontend/source/cover.ts");
  wireCover();
  vi.advanceTimersByTime(120_000);
  expect(dataset.covered).toBe("tap");
  listeners.click?.();
  lift();
  vi.advanceTimersByTime(120_000);
  expect(dataset.covered).toBe("tap");
});

test("undo takes back nothing that was typed under the cover", async () => {
  const { cover, lift, wireCover } = await import("../../../webapp/frontend/source/cover.ts");
  const preventDefault = vi.fn();
  const press = (inputType: string) => listeners.beforeinput?.({ inputType, preventDefault });
  wireCover();
  press("historyUndo");
  cover();
  press("insertText");
  expect(preventDefault).not.toHaveBeenCalled();
  press("historyUndo");
  expect(preventDefault).toHaveBeenCalledOnce();
  lift();
  press("historyUndo");
  expect(preventDefault).toHaveBeenCalledOnce();
});
