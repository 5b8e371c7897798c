// What comes back after the page was left: nothing of it may be shown again.
import { afterEach, describe, expect, test, vi } from "vitest";
import { endEngine } from "../../../webapp/frontend/source/engine-client.ts";
import { leave, wireExit } from "../../../webapp/frontend/source/exit.ts";
import { state } from "../../../webapp/frontend/source/state.ts";

vi.mock("../../../webapp/frontend/source/engine-client.ts", () => ({ endEngine: vi.fn() }));

afterEach(() => vi.unstubAllGlobals());

test("a page in another language that arrives after leaving leaves the blank page blank", async () => {
  const body = { firstChild: {} as object | null, replaceWith: vi.fn() };
  const redraw = vi.fn();
  let arrive: (page: Response) => void = () => undefined;
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", { body, documentElement: {}, querySelectorAll: () => [] });
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (arrive = resolve)));
  const page = { body: {}, documentElement: { lang: "es", dir: "ltr" }, title: "" };
  vi.stubGlobal(
    "DOMParser",
    class {
      parseFromString = () => page;
    },
  );
  const { changeLanguage } = await import("../../../webapp/frontend/source/language.ts");
  const changing = changeLanguage("es", redraw);
  body.firstChild = null; // the quick exit has emptied the page
  arrive(new Response("<p>Hola</p>"));
  await changing;
  expect(body.replaceWith).not.toHaveBeenCalled();
  expect(redraw).not.toHaveBeenCalled();
});

describe("leaving", () => {
  function left(exit?: string) {
    const done: unknown[] = [];
    const replaceChildren = () => done.push("blank");
    vi.mocked(endEngine).mockImplementation(() => done.push("engine ended"));
    vi.stubGlobal("document", {
      body: { replaceChildren },
      documentElement: { dataset: exit ? { exit } : {} },
    });
    vi.stubGlobal("fetch", (address: string, how: RequestInit) => {
      done.push([address, how]);
      return Promise.reject(new TypeError("no line"));
    });
    vi.stubGlobal("location", { replace: (address: string) => done.push(address) });
    Object.assign(state, { words: ["abandon"], view: "words", practised: true });
    leave();
    return done;
  }

  test("blanks the page first, then tells the server, kept alive, and is gone without waiting", () => {
    expect(left("https://weather.example/")).toEqual([
      "blank",
      "engine ended",
      ["/api/v1/end", { method: "POST", keepalive: true }],
      "https://weather.example/",
    ]);
  });

  test("forgets all that the page knew", () => {
    left();
    expect(state).toMatchObject({ words: [], view: "home", practised: false, thread: null });
  });

  test("by the link is ours alone: the browser does not follow it besides", () => {
    const heard = new Map<string, (event: object) => void>();
    vi.stubGlobal("addEventListener", () => undefined);
    const stay = vi.fn();
    left();
    Object.assign(document, {
      addEventListener: (name: string, hear: (event: object) => void) => heard.set(name, hear),
    });
    wireExit();
    heard.get("click")?.({ target: { closest: () => ({}) }, preventDefault: stay });
    expect(stay).toHaveBeenCalledOnce();
  });

  test("leads somewhere even where no page is named", () => {
    expect(left().at(-1)).toBe("/");
  });
});
