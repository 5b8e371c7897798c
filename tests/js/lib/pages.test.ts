// A thread that comes in pages is read whole, and a server that repeats itself is not asked for ever.
import { expect, test } from "vitest";
import { toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { parseHeader } from "../../../webapp/frontend/lib/envelope.ts";
import { allPages } from "../../../webapp/frontend/lib/pages.ts";
import { Conversation } from "./made.ts";

const written = new Conversation();
for (const direction of ["S", "D", "S", "S", "D"] as const) written.write(direction);

/** A server that gives two envelopes at a time, its desk's first. */
const two = async (s: number, d: number) => {
  const after = { S: s, D: d };
  const left = written.envelopes
    .filter((it) => parseHeader(it).seq > after[parseHeader(it).direction])
    .sort((one, other) => (one[3] ?? 0) - (other[3] ?? 0));
  return { envelopes: left.slice(0, 2).map(toB64), more: left.length > 2, asked: [s, d] };
};

test("every page is asked for from where the one before it ended", async () => {
  const got = await allPages(two, 0, 0);
  expect(new Set(got.envelopes)).toEqual(new Set(written.envelopes.map(toB64)));
  expect(got.envelopes).toHaveLength(5);
  expect([got.more, got.asked]).toEqual([false, [2, 2]]);
  expect((await allPages(two, 2, 2)).envelopes).toHaveLength(1);
});

test("a page that leads no further is the last, whatever the server says", async () => {
  let asked = 0;
  const first = written.envelopes.slice(0, 1).map(toB64);
  const got = await allPages(
    async () => {
      asked += 1;
      return { envelopes: first, more: true };
    },
    0,
    0,
  );
  expect([asked, got.envelopes]).toEqual([2, [...first, ...first]]);
  expect((await allPages(async () => ({ envelopes: [], more: true }), 3, 3)).envelopes).toEqual([]);
});
