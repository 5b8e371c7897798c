// How long the desk's browser takes to read cards and to search them: `npx vitest bench --run`.
// The cards are opened, their signatures checked, exactly as after unlocking; calls are not counted.
import { bench, describe, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type { CardRow } from "../../../webapp/frontend/staff/api/card-calls.ts";
import {
  newContainer,
  newId,
  sealRevision,
} from "../../../webapp/frontend/staff/vault/container.ts";
import { MadeDesk, person } from "../staff/made-desk.ts";

const ana = person("ana", 1);
const desk = new MadeDesk([ana]);
const keyring = await desk.keyring(ana);

const WORDS = Array.from({ length: 20_000 }, (_, n) => `w${((n * 7919) % 20_011).toString(36)}x`);
let drawn = 1;
const word = (): string => {
  drawn = (drawn * 48_271) % 2_147_483_647;
  return WORDS[drawn % WORDS.length] ?? "";
};

function cardRow(n: number): CardRow {
  const { id, wrap, ...container } = newContainer(keyring);
  const words = Array.from({ length: 120 }, word).join(" ");
  const inner = { t: "card", title: `Case ${word()} ${n}`, words, marks: [`p:${n}`] };
  const signed = sealRevision({ id, ...container }, newId(), null, inner, keyring);
  const card = { ...signed, hash: toB64(H(fromB64(signed.record))), hour: "2026-11-24T10" };
  return {
    case_id: id,
    number: String(10_000_000 + n),
    status: "open",
    day: "2026-11-24",
    wraps: [wrap],
    card,
  };
}

const TOTAL = Number(process.env.CARDS ?? 500);
const rows = Array.from({ length: TOTAL }, (_, n) => cardRow(n));
const PAGE = 500;

vi.mock("../../../webapp/frontend/staff/store/session.ts", () => ({
  api: {
    caseCards: async (after: string) => {
      const from =
        after === ""
          ? 0
          : Number(after.split("#")[1] ?? rows.findIndex((row) => after.endsWith(row.case_id)) + 1);
      return { cards: rows.slice(from, from + PAGE), total: rows.length };
    },
  },
  atLock: () => undefined,
  atWipe: () => undefined,
  currentVisit: () => 1,
  open: () => ({ keyring }),
}));

const { fillIndex, searchCases } = await import(
  "../../../webapp/frontend/staff/search/case-index.ts"
);

describe(`${TOTAL} cards`, () => {
  const began = performance.now();
  const reading = fillIndex().then(() => {
    process.stdout.write(`read and indexed in ${Math.round(performance.now() - began)} ms\n`);
  });
  bench(
    "a search of two words",
    async () => {
      await reading;
      searchCases(`${WORDS[11]?.slice(0, 3)} ${WORDS[500]}`);
    },
    { time: 500, warmupTime: 100 },
  );
});
