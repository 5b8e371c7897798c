// What arrives late: numbers of words that were forgotten, and parts in a language of before.
import { afterEach, expect, test, vi } from "vitest";
import { state } from "../../../webapp/frontend/source/state.ts";

const asked: ((numbers: readonly number[]) => void)[] = [];
vi.mock("../../../webapp/frontend/source/engine-client.ts", () => ({
  endEngine: () => undefined,
  ask: (operation: string) =>
    new Promise((resolve) => (operation === "numbers" ? asked.push(resolve) : resolve(undefined))),
}));
vi.mock("../../../webapp/frontend/source/views.ts", () => ({
  show: () => undefined,
  viewOf: () => document.querySelector("section"),
}));
vi.mock("../../../webapp/frontend/source/policy.ts", () => ({
  scriptAddress: (address: string) => address,
  fetchPage: (path: string, lang: string) => Promise.resolve(fetched(path, lang)),
}));

const placed: string[] = [];
const calls: string[] = [];
const fetched = (path: string, lang: string) => {
  calls.push(`${path} ${lang}`);
  if (path === "/know") document.documentElement.lang = "es"; // chosen while it is on its way
  const element = () => ({ content: path, remove: () => undefined });
  return { documentElement: { lang }, querySelector: element, querySelectorAll: () => [lang] };
};

function stubPage(): void {
  const element = (): object => ({
    content: { append: () => undefined },
    dataset: {},
    value: "",
    tagName: "P",
    append: (...views: string[]) => placed.push(...views),
    after: () => undefined,
    prepend: () => undefined,
    replaceChildren: () => undefined,
    querySelector: element,
    querySelectorAll: () => [],
  });
  const body = { firstChild: {}, append: () => undefined };
  const create = () => ({ append: () => undefined });
  const page = { ...element(), body, documentElement: { lang: "en", dataset: {} } };
  vi.stubGlobal("document", { ...page, createElement: create });
}

afterEach(() => vi.unstubAllGlobals());

test("the numbers of words that were forgotten meanwhile are forgotten too", async () => {
  stubPage();
  const { finishWords, showWords } = await import("../../../webapp/frontend/source/words.ts");
  showWords(["abandon"]);
  finishWords(false);
  showWords(["zoo"]);
  asked[0]?.([1]);
  await Promise.resolve();
  expect(state.numbers).toEqual([]);
  asked[1]?.([2048]);
  await Promise.resolve();
  expect(state.numbers).toEqual([2048]);
});

test("a part has the language that the page has by the time it arrives", async () => {
  stubPage();
  const { fetchOnce } = await import("../../../webapp/frontend/source/parts.ts");
  await fetchOnce("/know");
  expect([calls, placed.at(-1)]).toEqual([["/know en", "/know es"], "es"]);
});

test("a part that was placed while others were fetched in another language comes in it too", async () => {
  stubPage();
  const { fetchOnce, fetchPlaced } = await import("../../../webapp/frontend/source/parts.ts");
  await fetchOnce("/know");
  const before = fetchPlaced("ar");
  await fetchOnce("/more");
  expect(await before).toHaveLength(2);
});
