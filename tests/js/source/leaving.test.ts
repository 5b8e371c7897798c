// What comes back after the page was left: nothing of it may be shown again.
import { afterEach, expect, test, vi } from "vitest";

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
