// A line that drops, doubles, delays and breaks, by a seed: nothing said is missing, nothing is there twice.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { joinParts } from "../../../webapp/frontend/lib/parts.ts";
import { Tab } from "./chatting.ts";
import { BadLine, seeded } from "./fake-line.ts";
import { FakeServer } from "./fake-server.ts";

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);
const SAID = 24;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** Two tabs and a desk at once, for a while, over this line. */
async function storm(server: FakeServer, line: BadLine, seed: number): Promise<[Tab, Tab]> {
  const random = seeded(seed);
  const one = await Tab.begun(line);
  await wait(1000);
  const two = await one.another();
  line.chance = 0.25;
  for (let n = 1; n <= SAID; n++) {
    const long = random() < 0.15 ? " and more".repeat(200) : "";
    (random() < 0.6 ? one : two).say(`s${n}${long}`);
    if (random() < 0.5) await server.reply({ t: "text", body: `d${n}` });
    if (random() < 0.05) await server.reply({ t: "rekey" });
    if (random() < 0.1) line.breakAll();
    line.cut = random() < 0.1;
    await wait(random() * 6_000);
  }
  line.cut = false;
  line.chance = 0;
  for (const { chat } of [one, two]) chat.do({ do: "hurry" });
  await wait(180_000);
  return [one, two];
}

const numbers = (texts: readonly string[]) => texts.map((text) => Number(/\d+/.exec(text)?.[0]));

/** What a tab said itself, in the order of the thread. */
const ownNumbers = ({ view }: Tab) =>
  numbers(view.messages.map(({ key }) => key).filter((key) => key.startsWith("own")));

test.each(SEEDS)("storm %d leaves one thread, the same in both tabs", async (seed) => {
  const server = new FakeServer();
  const line = new BadLine(server, seed);
  const [one, two] = await storm(server, line, seed);
  const { messages, warnings } = await server.read();
  const shown = joinParts(messages).flatMap(({ inner }) =>
    inner?.t === "text" ? [String(inner.body)] : [],
  );
  expect(warnings).toEqual([]);
  expect(one.texts).toEqual(shown);
  expect(two.texts).toEqual(shown);
  const said = numbers(shown.filter((text) => text.startsWith("s")));
  expect([...said].sort((a, b) => a - b)).toEqual(Array.from({ length: SAID }, (_, i) => i + 1));
  expect([one, two].map(({ view }) => view.warnings)).toEqual([[], []]);
  const own = [one, two].map(ownNumbers);
  expect(own.flat().length).toBe(SAID);
  for (const ids of own) expect(ids).toEqual([...ids].sort((a, b) => a - b));
  for (const { chat } of [one, two]) chat.close();
});
