// Whoever asks again after a broken line opens no second case and makes no second link; and a link of
// somebody who names a note in another case has nobody write over it.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { Problem, Unreachable } from "../../../webapp/frontend/staff/api/http.ts";
import type {
  CaseDetail,
  NewCase,
  RecordRow,
  SignedRecord,
} from "../../../webapp/frontend/staff/api/types.ts";
import { openCase, sealNewCase, sealRevision } from "../../../webapp/frontend/staff/vault/case.ts";
import { linksIn, standingLinks } from "../../../webapp/frontend/staff/vault/case-links.ts";
import { newId } from "../../../webapp/frontend/staff/vault/container.ts";
import { MadeDesk, person } from "./made-desk.ts";

const ana = person("ana", 1);
const keyring = await new MadeDesk([ana]).keyring(ana);
const LABELS = { channel: "phone", category: "tip", language: "en" };
const site = vi.hoisted(() => ({
  cases: new Map<string, unknown>(),
  /** Thrown after the record was kept, or instead of keeping it. */
  lost: [] as (Error | null)[],
  refused: [] as (Error | null)[],
}));

const idOf = ({ record }: SignedRecord): string => toB64(fromB64(record).slice(18, 34));
const kept = (signed: SignedRecord): RecordRow => ({
  ...signed,
  hash: toB64(H(fromB64(signed.record))),
  hour: "2026-11-24T10",
});

vi.mock("../../../webapp/frontend/staff/store/session.ts", () => ({
  api: {
    case: async (id: string) => structuredClone(site.cases.get(id)),
    newCase: async (body: NewCase) => addCase(body),
    saveRecord: async (id: string, record: SignedRecord) => {
      const refusal = site.refused.shift();
      if (refusal) throw refusal;
      const { records } = site.cases.get(id) as CaseDetail;
      if (!records.some((row) => row.record === record.record)) records.push(kept(record));
      const loss = site.lost.shift();
      if (loss) throw loss;
    },
  },
  atLock: () => undefined,
  atWipe: () => undefined,
  open: () => ({ keyring }),
}));

const { createCase } = await import("../../../webapp/frontend/staff/cases/create-case.ts");
const { completeLink, linkCases, sideOf, unlinkCases } = await import(
  "../../../webapp/frontend/staff/cases/link-cases.ts"
);

function addCase(body: NewCase): void {
  const detail: CaseDetail = {
    ...LABELS,
    case_id: body.case_id,
    number: body.number,
    status: "open",
    day: "2026-11-24",
    main_record_id: idOf(body.main),
    wraps: [body.wrap],
    records: [kept(body.main)],
    conversations: [],
    releases: [],
    assignment: { team_id: null, staff_id: null },
    kept: { due_on: null, holds: [] },
    events: [],
  };
  if (!site.cases.has(body.case_id)) site.cases.set(body.case_id, detail);
}

const MAIN = { t: "main", at: "", title: "x", summary: "", fields: {}, links: [] };
function made(): string {
  const body = sealNewCase(MAIN, LABELS, null, keyring);
  addCase(body);
  return body.case_id;
}

const sectionsOf = (id: string) => openCase(site.cases.get(id) as CaseDetail, keyring).sections;

beforeEach(() => {
  site.cases.clear();
  site.lost = [];
  site.refused = [];
});

describe("a case whose first section was refused", () => {
  it("is there once, with the section, when its form is sent again", async () => {
    const flat = { title: "Orchard", summary: "" };
    const all = [{ section: "note", flat: { title: "n", body: "b" } }];
    const save = () => createCase("call", flat, [], LABELS, null, { all, agreed: [0] });
    site.refused = [new Problem(503, "unavailable", {})];
    await expect(save()).rejects.toThrow("503");
    await save();
    expect(site.cases.size).toBe(1);
    expect(sectionsOf([...site.cases.keys()][0] as string)).toHaveLength(1);
  });
});

describe("two cases that are linked", () => {
  const why = { kind: "related", note: "" };

  it("are linked once, also where an answer was lost and somebody asked again", async () => {
    for (const lost of [[new Unreachable()], [null, new Unreachable()]]) {
      const [one, other] = [made(), made()];
      site.lost = lost;
      await expect(linkCases(await sideOf(one), other, why)).rejects.toThrow();
      await linkCases(await sideOf(one), other, why);
      for (const id of [one, other]) {
        expect(sectionsOf(id).map(({ revisions }) => revisions.length)).toEqual([1]);
        expect(standingLinks(sectionsOf(id))).toHaveLength(1);
      }
    }
  });

  it("have nothing written over that is no link, whatever a link names there", async () => {
    const [one, other] = [await sideOf(made()), await sideOf(made())];
    const note = newId();
    const add = (to: typeof one, id: string, inner: object) =>
      (site.cases.get(to.opened.id) as CaseDetail).records.push(
        kept(sealRevision(to.opened, id, null, { ...inner }, keyring)),
      );
    add(other, note, { t: "note", at: "", title: "", body: "what she said" });
    const words = { t: "case_link", at: "", kind: "related", number: other.number, note: "" };
    add(one, newId(), { ...words, case: other.opened.id, pair: note, gone: false });
    const mine = await sideOf(one.opened.id);
    const [link] = linksIn(mine.opened.sections);
    if (link === undefined) throw new Error("no link");
    await expect(completeLink(mine, link)).rejects.toThrow("link.no-pair");
    await expect(unlinkCases(mine, link)).rejects.toThrow("link.no-pair");
    expect(sectionsOf(other.opened.id)[0]?.revisions).toHaveLength(1);
  });
});
