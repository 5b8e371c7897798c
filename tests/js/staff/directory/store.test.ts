// The directory in memory: fetched once, then only what changed; what was typed goes at the lock.

import { beforeEach, expect, test, vi } from "vitest";
import {
  bitsFor,
  opened,
  openOrganisation,
} from "../../../../webapp/frontend/staff/directory/documents.ts";
import {
  directory,
  entryById,
  FRESH,
  refresh,
  typed,
} from "../../../../webapp/frontend/staff/directory/store.ts";
import type {
  CardRow,
  CardsAnswer,
  Organisation,
} from "../../../../webapp/frontend/staff/directory/types.ts";
import { api, forgetOpened } from "../../../../webapp/frontend/staff/store/session.ts";
import { card } from "./cards.ts";

const answer = (serial: number, cards: CardRow[], last: string | null = null): CardsAnswer => ({
  serial,
  last,
  zone: "UTC",
  country: "US",
  cards,
});

const names = (): string[] => directory.value?.entries.map(({ name }) => name) ?? [];

const whole = (id: string, version: number): Organisation => ({
  id,
  version,
  kind: "other",
  removed: false,
  verified_on: null,
  verified_by: null,
  age_recipient: null,
  key_word: null,
  doc: {},
  main: {
    name: id,
    alternate_name: "",
    description: "",
    email: "",
    website: "",
    phones: [],
    services: [],
    places: [],
  },
});

beforeEach(() => {
  directory.value = null;
  opened.value = new Map();
  vi.restoreAllMocks();
});

test("all pages are fetched once, and of several who ask at once one fetches", async () => {
  const asked = vi
    .spyOn(api, "cards")
    .mockResolvedValueOnce(answer(3, [card("b"), card("c")], "c"))
    .mockResolvedValueOnce(answer(3, [card("a")]));
  await Promise.all([refresh(), refresh()]);
  expect(names()).toEqual(["a", "b", "c"]);
  expect(asked.mock.calls).toEqual([
    [0, ""],
    [0, "c"],
  ]);
});

test("later only what changed is asked for, and what is gone goes", async () => {
  const asked = vi.spyOn(api, "cards").mockResolvedValueOnce(answer(3, [card("a"), card("b")]));
  await refresh();
  asked.mockResolvedValueOnce(answer(5, [["a"], card("c")]));
  await refresh();
  expect(asked.mock.lastCall).toEqual([3, ""]);
  expect([names(), directory.value?.serial]).toEqual([["b", "c"], 5]);
});

test("what changes between two pages is asked for again the next time", async () => {
  const asked = vi
    .spyOn(api, "cards")
    .mockResolvedValueOnce(answer(3, [card("a")], "a"))
    .mockResolvedValueOnce(answer(4, [card("b")]))
    .mockResolvedValueOnce(answer(4, []));
  await refresh();
  await refresh();
  expect(asked.mock.lastCall).toEqual([3, ""]);
});

test("a fetch that fails leaves what was there, and can be tried again", async () => {
  vi.spyOn(api, "cards")
    .mockResolvedValueOnce(answer(1, [card("a")]))
    .mockRejectedValueOnce(new Error("away"))
    .mockResolvedValueOnce(answer(2, [card("b")]));
  await refresh();
  await expect(refresh()).rejects.toThrow("away");
  expect(names()).toEqual(["a"]);
  await refresh();
  expect(names()).toEqual(["a", "b"]);
});

test("the lock forgets what was looked for and opened, and keeps what is public", async () => {
  vi.spyOn(api, "cards").mockResolvedValue(answer(1, [card("a")]));
  vi.spyOn(api, "organisations").mockResolvedValue({ organisations: [whole("a", 1)] });
  await openOrganisation("a");
  typed.value = { ...FRESH, words: "shelter", place: "Boston" };
  forgetOpened();
  expect([typed.value, opened.value.size]).toEqual([FRESH, 0]);
  expect(entryById("a")?.name).toBe("a");
});

test("an organisation is opened with all others of its lot, and the lot itself is not said", async () => {
  const cards = Array.from({ length: 1_000 }, (_, at) => card(`o${at}`));
  for (const [at, row] of cards.entries()) row[1] = (at * 257) % 65_536;
  vi.spyOn(api, "cards").mockResolvedValue(answer(1, cards));
  const asked = vi.spyOn(api, "organisations").mockResolvedValue({ organisations: [] });
  await openOrganisation("o999");
  const [lot, bits] = asked.mock.lastCall ?? [0, 0];
  expect(bits).toBe(3);
  expect(lot % (65_536 / 8)).toBe(0);
});

test("about sixty-four come together, however many there are", () => {
  for (const count of [128, 1_000, 50_000, 1_000_000]) {
    const together = count / 2 ** bitsFor(count);
    expect([together >= 64, together <= 128]).toEqual([true, true]);
  }
  expect([bitsFor(0), bitsFor(26), bitsFor(127)]).toEqual([0, 0, 0]);
});

test("what was opened is asked for again once its card is newer", async () => {
  const asked = vi.spyOn(api, "cards").mockResolvedValueOnce(answer(1, [card("a")]));
  const documents = vi
    .spyOn(api, "organisations")
    .mockResolvedValueOnce({ organisations: [whole("a", 1)] })
    .mockResolvedValueOnce({ organisations: [whole("a", 2)] });
  asked.mockResolvedValueOnce(answer(1, []));
  await openOrganisation("a");
  await openOrganisation("a");
  expect(documents).toHaveBeenCalledTimes(1);
  const newer = card("a");
  newer[2] = 2;
  asked.mockResolvedValueOnce(answer(2, [newer]));
  expect((await openOrganisation("a"))?.version).toBe(2);
});
