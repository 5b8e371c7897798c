// Cases from before there were cards: a browser makes the missing ones, and stops at the lock.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type {
  CaseDetail,
  RecordRow,
  SignedRecord,
} from "../../../webapp/frontend/staff/api/types.ts";
import { sealNewCase } from "../../../webapp/frontend/staff/vault/case.ts";
import { MadeDesk, person } from "./made-desk.ts";

const ana = person("ana", 1);
const keyring = await new MadeDesk([ana]).keyring(ana);
const site = vi.hoisted(() => ({
  cases: new Map<string, unknown>(),
  kept: new Map<string, unknown>(),
  locks: [] as (() => void)[],
  onKeep: (() => undefined) as () => void,
}));

const kept = (signed: SignedRecord): RecordRow => ({
  ...signed,
  hash: toB64(H(fromB64(signed.record))),
  hour: "2026-11-24T10",
});

vi.mock("../../../webapp/frontend/staff/store/session.ts", () => ({
  api: {
    caseCards: async (after: string) => ({
      cards:
        after !== ""
          ? []
          : [...(site.cases as Map<string, CaseDetail>).values()].map((detail) => ({
              ...detail,
              card: site.kept.get(detail.case_id) ?? null,
            })),
      total: site.cases.size,
    }),
    case: async (id: string) => site.cases.get(id),
    keepCard: async (id: string, record: SignedRecord) => {
      site.kept.set(id, kept(record));
      site.onKeep();
    },
  },
  atLock: (forget: () => void) => site.locks.push(forget),
  atWipe: () => undefined,
  open: () => ({ keyring }),
}));

const { fillIndex, searchCases, withoutCard } = await import(
  "../../../webapp/frontend/staff/search/case-index.ts"
);
const { fillCards, making } = await import("../../../webapp/frontend/staff/search/fill-cards.ts");

function oldCase(title: string): void {
  const labels = { channel: "phone", category: "tip", language: "en" };
  const main = { t: "main", at: "", title, summary: "", fields: {}, links: [] };
  const body = sealNewCase(main, labels, null, keyring);
  const detail: CaseDetail = {
    ...labels,
    case_id: body.case_id,
    number: body.number,
    status: "open",
    day: "2026-11-24",
    main_record_id: toB64(fromB64(body.main.record).slice(18, 34)),
    wraps: [body.wrap],
    records: [kept(body.main)],
    conversations: [],
    releases: [],
    assignment: { team_id: null, staff_id: null },
    kept: { due_on: null, holds: [] },
    events: [],
  };
  site.cases.set(body.case_id, detail);
}

beforeEach(() => {
  for (const forget of site.locks) forget();
  site.cases.clear();
  site.kept.clear();
  site.onKeep = () => undefined;
});

describe("cases without a card", () => {
  it("get one each, and are found by their words afterwards", async () => {
    for (const title of ["Orchard", "Harbour", "Terminal"]) oldCase(title);
    await fillIndex();
    expect([withoutCard().length, searchCases("harb").length]).toEqual([3, 0]);
    await fillCards();
    expect([site.kept.size, withoutCard().length, making.value]).toEqual([3, 0, null]);
    expect(searchCases("harb").map(({ card }) => card?.title)).toEqual(["Harbour"]);
  });

  it("are left as they are from the moment of the lock", async () => {
    for (const title of ["Orchard", "Harbour", "Terminal"]) oldCase(title);
    await fillIndex();
    site.onKeep = () => {
      for (const forget of site.locks) forget();
    };
    await fillCards();
    expect(site.kept.size).toBe(1);
    expect([withoutCard(), making.value]).toEqual([[], null]);
  });

  it("that cannot be read keep nobody from the next", async () => {
    oldCase("Orchard");
    oldCase("Harbour");
    await fillIndex();
    const [first] = withoutCard();
    site.cases.delete(first ?? "");
    await fillCards();
    expect(site.kept.size).toBe(1);
  });
});
