// The browser's own code over the cards of a large directory: reading them, and searching.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bundled } from "../bundled.mjs";

const LOGIC = "../staff/logic/directory";
const { entryOf, rankByName, gazetteer, meant, search, NOTHING } = await bundled(
  `
  export { entryOf, rankByName } from "./entries.ts";
  export { gazetteer, meant } from "./places.ts";
  export { NOTHING, search } from "./search.ts";
`,
  LOGIC,
);

const home = process.argv[2] ?? "";
const say = (/** @type {string} */ what, /** @type {string} */ figure) =>
  process.stdout.write(`${what}: ${figure}\n`);
const ms = (/** @type {number} */ time) => `${time.toFixed(1)} ms`;

/** @template T @param {string} what @param {() => T} work */
function timed(what, work) {
  const began = performance.now();
  const result = work();
  say(what, ms(performance.now() - began));
  return result;
}

const pages = readdirSync(home)
  .filter((name) => name.startsWith("cards-"))
  .map((name) => readFileSync(join(home, name), "utf8"));
const cards = timed("browser: parsing the cards", () =>
  pages.flatMap((page) => JSON.parse(page).cards),
);
const entries = timed("browser: the index", () => rankByName(cards.map(entryOf)));
const places = timed("browser: towns and postcodes", () => gazetteer(entries));
say("organisations", String(entries.length));

const [here = null] = meant(places, "town 7");
const now = new Date("2026-06-02T15:00:00Z");
const queries = {
  everything: {},
  "a word": { words: "shelter" },
  "a language": { language: "es" },
  "an age and a status": { age: 19, status: "undocumented" },
  "open now": { open: true },
  "near a place": { place: here, within: 160 },
  "all of these": {
    words: "shelter",
    language: "es",
    age: 19,
    status: "undocumented",
    open: true,
    free: true,
    place: here,
    within: 800,
  },
  "to be checked again": { stale: true },
};
const ROUNDS = 9;
for (const [name, query] of Object.entries(queries)) {
  const times = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    found = search(entries, { ...NOTHING, ...query }, now, "America/New_York").length;
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const [median, most] = [times[Math.floor(ROUNDS / 2)] ?? 0, times[ROUNDS - 1] ?? 0];
  say(`browser: search, ${name}`, `median ${ms(median)}, longest ${ms(most)}, ${found} found`);
}
