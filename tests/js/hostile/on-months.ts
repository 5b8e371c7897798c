// Lies about months that are closed: changed, swapped, signed by whoever may not, or an older edition.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type { RepliesAnswer } from "../../../webapp/frontend/staff/api/live-types.ts";
import type { RecordRow } from "../../../webapp/frontend/staff/api/types.ts";
import {
  type Editions,
  openMonths,
  sealMonth,
} from "../../../webapp/frontend/staff/vault/months.ts";
import { flipped, MadeDesk, type Person, person } from "../staff/made-desk.ts";
import type { Attack } from "./attack.ts";
import type { Clients } from "./without.ts";

const [ana, vera] = [person("ana", 1), person("vera", 2)];
const desk = new MadeDesk([ana, vera]);
const veras = await desk.keyring(vera);
const MONTHS = "staff/vault/months.ts";
const NOTHING: Editions = new Map();
const EMPTY: RepliesAnswer = { container_id: null, wraps: [], records: [] };
const tip = (n: number) => [
  { name: "category", periods: ["2026-10"], lines: [["tip", [n]]], totals: [n] },
];

/** The shelf after one more edition of a month. */
async function closed(before: RepliesAnswer, month: string, n: number, by: Person = vera) {
  const keyring = await desk.keyring(by);
  const summary = { unread: 0, gone: 0, staff: tip(n), public: [] } as never;
  const shelf = openMonths(before, NOTHING, keyring);
  const { container, record } = sealMonth(shelf, { month, at: "", reason: "", summary }, keyring);
  const row: RecordRow = {
    ...record,
    hash: toB64(H(fromB64(record.record))),
    hour: "2026-11-24T10",
  };
  return {
    container_id: before.container_id ?? container?.container_id ?? null,
    wraps: container === null ? before.wraps : [container.wrap],
    records: [...before.records, row],
  };
}

/** What the desk would say of a month; null where nothing is shown. */
function shown(
  it: Clients,
  answer: RepliesAnswer,
  seen: Editions = NOTHING,
  month = "2026-10",
): number | null {
  const found = it.closedMonth(it.openMonths(answer, seen, veras), month, veras);
  return it.summaryIn(found)?.staff[0]?.totals[0] ?? null;
}

const cut = (answer: RepliesAnswer, ...at: number[]): RepliesAnswer => ({
  ...answer,
  records: at.map((n) => answer.records[n] as RecordRow),
});

export const onMonths: Attack[] = [
  {
    name: "a closed month whose signature is another's",
    check: {
      file: MONTHS,
      text: "if (closed === null || closed.problems.length > 0) return null;",
      instead: "if (closed === null) return null;",
    },
    fooled: async (it) => {
      const made = await closed(EMPTY, "2026-10", 40);
      const records = made.records.map((row) => ({ ...row, signature: flipped(row.signature) }));
      return shown(it, { ...made, records }) !== null;
    },
  },
  {
    name: "another month's summary in its place",
    check: {
      file: MONTHS,
      text: "(it) => it.id === id);\n  const known",
      instead: "() => true);\n  const known",
    },
    fooled: async (it) => shown(it, await closed(EMPTY, "2026-09", 40)) !== null,
  },
  {
    name: "a month that an advocate closed, who may not",
    check: { file: MONTHS, text: "!CLOSERS.includes(role) || ", instead: "" },
    fooled: async (it) => shown(it, await closed(EMPTY, "2026-10", 40, ana)) !== null,
  },
  {
    name: "a month in the name of somebody who was a supervisor, and was none any more when it was over",
    check: { file: MONTHS, text: " || until <= endOf(month)", instead: "" },
    // The only roster that names her ends on 25 November, and no later one says what she is.
    fooled: async (it) => {
      const made = await closed(EMPTY, "2026-11", 40);
      return shown(it, made, NOTHING, "2026-11") !== null;
    },
  },
  {
    name: "an older edition of a month than this browser has seen",
    check: {
      file: MONTHS,
      text: "const known = new Map(seen);",
      instead: "const known = new Map<string, number>();",
    },
    fooled: async (it) => {
      const both = await closed(await closed(EMPTY, "2026-10", 40), "2026-10", 50);
      const whole = it.openMonths(both, NOTHING, veras);
      return shown(it, cut(both, 0), it.editionsIn(whole)) === 40;
    },
  },
  {
    name: "an older edition of a month than a colleague named when they closed another one",
    check: {
      file: MONTHS,
      text: "for (const { inner } of sound) more(known, namedIn(inner));",
      instead: "",
    },
    fooled: async (it) => {
      const both = await closed(await closed(EMPTY, "2026-10", 40), "2026-10", 50);
      const later = await closed(both, "2026-09", 7);
      return shown(it, cut(later, 0, 2)) === 40;
    },
  },
];
