// Closing a month in a browser: all of it is read, counted and signed once; whatever stops it, nothing
// half is kept; and what was closed is shown without reading a case.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { Problem, Unreachable } from "../../../webapp/frontend/staff/api/http.ts";
import type { ClosedMonthIn } from "../../../webapp/frontend/staff/api/report-calls.ts";
import type { CaseDetail, RecordRow } from "../../../webapp/frontend/staff/api/types.ts";
import { sealNewCase } from "../../../webapp/frontend/staff/vault/case.ts";
import { openMonths, sealMonth, summaryIn } from "../../../webapp/frontend/staff/vault/months.ts";
import { MadeDesk, person } from "./made-desk.ts";

const vera = person("vera", 2);
const keyring = await new MadeDesk([vera]).keyring(vera);
const MONTH = "2026-10";
const LABELS = { channel: "phone", category: "tip", language: "en" };

const server = vi.hoisted(() => ({
  cases: new Map<string, unknown>(),
  read: [] as string[],
  months: { container_id: null, wraps: [], records: [] } as {
    container_id: string | null;
    wraps: unknown[];
    records: RecordRow[];
  },
  sent: [] as ClosedMonthIn[],
  lost: [] as Error[],
  atCase: () => undefined as undefined | Promise<void>,
  forget: [] as (() => void)[],
  gone: 0,
}));

vi.mock("../../../webapp/frontend/staff/store/session.ts", () => ({
  api: {
    caseCards: async (after: string) => ({
      cards: after === "" ? [...server.cases.values()].map((it) => cardOf(it as CaseDetail)) : [],
      total: server.cases.size,
    }),
    case: async (id: string) => {
      server.read.push(id);
      await server.atCase();
      const found = server.cases.get(id);
      if (found === undefined) throw new Problem(404, "not-found", {});
      return structuredClone(found);
    },
    margins: async () => ({ months: [], margins: { category: { tip: { [MONTH]: 40 } } } }),
    monthBefore: async () => ({ gone: server.gone }),
    closedMonths: async () => structuredClone(server.months),
    closeMonth: async (_month: string, body: ClosedMonthIn) => keep(body),
  },
  atLock: (forget: () => void) => server.forget.push(forget),
  atWipe: () => undefined,
  open: () => ({ keyring }),
}));
vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({
  browserPins: { months: async () => new Map(), keepMonths: async () => undefined },
}));

const { closedOf, closeMonth, loadMonths, months, readMonth, summariesOf } = await import(
  "../../../webapp/frontend/staff/reports/closed-months.ts"
);

const rowOf = (record: ClosedMonthIn["record"]): RecordRow => ({
  ...record,
  hash: toB64(H(fromB64(record.record))),
  hour: "2026-11-24T10",
});

function keep(body: ClosedMonthIn): RecordRow {
  server.sent.push(body);
  const row = rowOf(body.record);
  const there = server.months.records.find((it) => it.record === row.record);
  if (there === undefined) {
    if (body.container !== null && server.months.container_id !== null)
      throw new Problem(409, "container-exists", {});
    if (body.container !== null) {
      server.months.container_id = body.container.container_id;
      server.months.wraps = [body.container.wrap];
    }
    server.months.records.push(row);
  }
  const loss = server.lost.shift();
  if (loss !== undefined) throw loss;
  return row;
}

const cardOf = ({ case_id, number, status, day, wraps }: CaseDetail) => ({
  case_id,
  number,
  status,
  day,
  wraps,
  card: null,
});

function addCase(fields: Record<string, string>, day = `${MONTH}-07`): void {
  const main = { t: "main", at: "", title: "x", summary: "", fields, links: [] };
  const { case_id, number, wrap, main: signed } = sealNewCase(main, LABELS, null, keyring);
  server.cases.set(case_id, {
    ...LABELS,
    case_id,
    number,
    status: "open",
    day,
    main_record_id: toB64(fromB64(signed.record).slice(18, 34)),
    wraps: [wrap],
    records: [rowOf(signed)],
    conversations: [],
    releases: [],
    assignment: { team_id: null, staff_id: null },
    events: [],
  });
}

const lock = (): void => {
  for (const forget of server.forget) forget();
};

/** What a closed month says of one table at the desk. */
function said(name: string): [string, (number | null)[]][] | undefined {
  return summariesOf([MONTH])
    .get(MONTH)
    ?.staff.find((it) => it.name === name)?.lines;
}

async function closeNow(reason = ""): Promise<void> {
  const found = await readMonth(MONTH);
  if (found !== null) await closeMonth(found, reason);
}

beforeEach(() => {
  lock();
  server.cases.clear();
  server.months = { container_id: null, wraps: [], records: [] };
  server.read = [];
  server.sent = [];
  server.lost = [];
  server.gone = 0;
  server.atCase = () => undefined;
});

describe("closing a month", () => {
  it("counts its cases and no other's, and reads none afterwards", async () => {
    for (const type of ["labor", "labor", "labor", "sex"]) addCase({ situation_type: type });
    addCase({ situation_type: "labor" }, "2026-09-30");
    await closeNow();
    expect(server.read).toHaveLength(4);
    expect(Object.fromEntries(said("situation_type") ?? [])).toMatchObject({
      labor: [null],
      sex: [null],
    });
    expect(Object.fromEntries(said("category") ?? [])).toMatchObject({ tip: [40], crisis: [0] });
    lock();
    await loadMonths();
    expect(summariesOf([MONTH]).has(MONTH)).toBe(true);
    expect(server.read).toHaveLength(4);
  });

  it("of a month without cases says that there were none", async () => {
    await closeNow();
    const tables = summariesOf([MONTH]).get(MONTH)?.staff ?? [];
    expect(tables.find(({ name }) => name === "situation_type")?.totals).toEqual([0]);
    expect(tables.find(({ name }) => name === "venue")).toMatchObject({ lines: [], totals: [0] });
  });

  it("says how many cases were deleted before", async () => {
    server.gone = 2;
    await closeNow();
    expect(summariesOf([MONTH]).get(MONTH)?.gone).toBe(2);
  });

  it("keeps no figure that it hides", async () => {
    addCase({ situation_type: "sex" });
    await closeNow();
    const texts = JSON.stringify(summariesOf([MONTH]).get(MONTH));
    expect(texts).not.toMatch(/\[1\]|:1[,}]/);
  });

  it("sends the same bytes again after a lost answer, so that it is closed once", async () => {
    addCase({});
    server.lost = [new Unreachable()];
    const found = await readMonth(MONTH);
    if (found === null) throw new Error("not read");
    await expect(closeMonth(found, "")).rejects.toThrow("error.unreachable");
    await closeMonth(found, "");
    expect(server.sent).toHaveLength(2);
    expect(server.sent[1]).toEqual(server.sent[0]);
    expect(closedOf(MONTH)?.editions).toHaveLength(1);
  });

  it("that is locked while it reads sends nothing", async () => {
    for (let i = 0; i < 3; i += 1) addCase({});
    server.atCase = async () => {
      if (server.read.length === 2) lock();
    };
    await closeNow();
    expect([server.read.length, server.sent]).toEqual([2, []]);
  });

  it("that loses the line while it reads sends nothing, and is not taken for unread cases", async () => {
    addCase({});
    server.atCase = async () => {
      throw new Unreachable();
    };
    await expect(closeNow()).rejects.toThrow(Unreachable);
    expect(server.sent).toEqual([]);
  });

  it("that a colleague closed first is told, and shows the colleague's", async () => {
    const found = await readMonth(MONTH);
    if (found === null) throw new Error("not read");
    const shelf = openMonths({ container_id: null, wraps: [], records: [] }, new Map(), keyring);
    const summary = { unread: 0, gone: 7, staff: [], public: [] };
    keep(sealMonth(shelf, { month: MONTH, at: "", reason: "", summary }, keyring));
    await expect(closeMonth(found, "")).rejects.toThrow("report.closed-first");
    expect(summaryIn(closedOf(MONTH))?.gone).toBe(7);
  });

  it("again is one more edition with its reason, and the older one stays", async () => {
    await closeNow();
    await closeNow("A case was counted twice");
    expect(closedOf(MONTH)?.editions.map(({ number, reason }) => [number, reason])).toEqual([
      [1, ""],
      [2, "A case was counted twice"],
    ]);
    expect(closedOf(MONTH)?.problems).toEqual([]);
  });
});

describe("what the server changed", () => {
  it.each([0, 40, 112, -1])("is refused, whichever byte it was (%i)", async (at) => {
    await closeNow();
    const [row] = server.months.records as [RecordRow];
    const bytes = fromB64(row.record);
    const place = at < 0 ? bytes.length + at : at;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    server.months.records = [{ ...row, record: toB64(bytes), hash: toB64(H(bytes)) }];
    await loadMonths();
    expect(summariesOf([MONTH]).size).toBe(0);
    expect(months.value?.records.flatMap((it) => it.current.problems)).not.toEqual([]);
  });
});
