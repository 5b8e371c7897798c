// The index of cases over locks and late answers: nothing of the one before stays, and it never says
// that it is complete when it is not.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type { CardRow } from "../../../webapp/frontend/staff/api/card-calls.ts";
import {
  newContainer,
  newId,
  sealRevision,
} from "../../../webapp/frontend/staff/vault/container.ts";
import { MadeDesk, person } from "./made-desk.ts";

const [ana, eve] = [person("ana", 1), person("eve", 1)];
const keyring = await new MadeDesk([ana]).keyring(ana);
const stranger = await new MadeDesk([ana, eve]).keyring(eve);

interface Page {
  cards: CardRow[];
  total: number;
}
const asked = vi.hoisted(() => ({
  pages: [] as ((page: unknown) => void)[],
  lock: (() => undefined) as () => void,
}));

vi.mock("../../../webapp/frontend/staff/store/session.ts", () => ({
  api: { caseCards: () => new Promise((answer) => asked.pages.push(answer)) },
  atLock: (forget: () => void) => {
    asked.lock = forget;
  },
  atWipe: () => undefined,
  open: () => ({ keyring }),
}));

const { casesAlike, dropCase, fillIndex, newestCases, progress, searchCases } = await import(
  "../../../webapp/frontend/staff/search/case-index.ts"
);

function row(words: string, marks: string[] = [], by = keyring): CardRow {
  const { id, wrap, ...container } = newContainer(keyring);
  const inner = { t: "card", title: "A case", words, marks };
  const signed = sealRevision({ id, ...container }, newId(), null, inner, by);
  const card = { ...signed, hash: toB64(H(fromB64(signed.record))), hour: "2026-11-24T10" };
  return {
    case_id: id,
    number: "48209134",
    status: "open",
    day: "2026-11-24",
    wraps: [wrap],
    card,
  };
}

const answer = async (page: Page): Promise<void> => {
  await vi.waitFor(() => expect(asked.pages.length).toBeGreaterThan(0));
  asked.pages.shift()?.(page);
};

const filled = async (...cards: CardRow[]): Promise<void> => {
  const filling = fillIndex();
  await answer({ cards, total: cards.length });
  await answer({ cards: [], total: cards.length });
  await filling;
};

const found = (typed: string): string[] => searchCases(typed).map(({ id }) => id);

beforeEach(() => {
  asked.lock();
  asked.pages.length = 0;
});

describe("the index of cases", () => {
  it("forgets what a schedule deleted: at once where it is told, else when it reads again", async () => {
    const [one, two, three] = [row("orchard"), row("orchard"), row("orchard")];
    await filled(one, two, three);
    dropCase(two.case_id);
    expect(found("orchard").sort()).toEqual([one.case_id, three.case_id].sort());
    await filled(one);
    expect(found("orchard")).toEqual([one.case_id]);
    expect(newestCases(9).map(({ id }) => id)).toEqual([one.case_id]);
    expect(progress.value).toEqual({ read: 1, total: 1, done: true });
  });

  it("forgets none while it has not read all of them again", async () => {
    const [one, two] = [row("orchard"), row("orchard")];
    await filled(one, two);
    const filling = fillIndex();
    await answer({ cards: [one], total: 2 });
    await vi.waitFor(() => expect(asked.pages.length).toBeGreaterThan(0));
    expect(found("orchard")).toHaveLength(2);
    await answer({ cards: [two], total: 2 });
    await answer({ cards: [], total: 2 });
    await filling;
    expect(found("orchard")).toHaveLength(2);
  });

  it("finds beginnings, and words that are one letter off, if all are there", async () => {
    const one = row("orchard immokalee documents");
    await filled(one, row("orchard only"));
    expect(found("orchrd immok")).toEqual([one.case_id]);
    expect(found("orchard elsewhere")).toEqual([]);
    expect(found("  ")).toEqual([]);
  });

  it("shows no card that nobody on staff signed", async () => {
    await filled(row("orchard", ["p:1"], stranger));
    expect(found("orchard")).toEqual([]);
    expect(casesAlike("", ["p:1"])).toEqual([]);
  });

  it("names cases that share a mark, and not the case itself", async () => {
    const [one, two] = [row("a", ["p:1", "v:2"]), row("b", ["v:2"])];
    await filled(one, two, row("c", ["v:3"]));
    const alike = casesAlike(one.case_id, ["p:1", "v:2"]);
    expect(alike.map(({ found: { id }, marks }) => [id, marks])).toEqual([[two.case_id, ["v:2"]]]);
  });

  it("keeps nothing over a lock, nor what was on its way", async () => {
    await filled(row("orchard"));
    const late = fillIndex();
    asked.lock();
    expect([found("orchard"), progress.value.read]).toEqual([[], 0]);
    await answer({ cards: [row("harbour")], total: 1 });
    await late;
    expect([found("harbour"), progress.value]).toEqual([[], { read: 0, total: 0, done: false }]);
  });

  it("is read anew after a lock, whole, although an older answer is still awaited", async () => {
    const late = fillIndex();
    await vi.waitFor(() => expect(asked.pages).toHaveLength(1));
    const held = asked.pages.shift();
    asked.lock();
    const one = row("orchard");
    await filled(one);
    held?.({ cards: [row("harbour")], total: 9 });
    await late;
    expect(progress.value).toEqual({ read: 1, total: 1, done: true });
    expect([found("orchard"), found("harbour")]).toEqual([[one.case_id], []]);
  });

  it("takes a card that opens at last, although it is the same card", async () => {
    const one = row("orchard");
    await filled({ ...one, wraps: [] });
    expect(found("orchard")).toEqual([]);
    await filled(one);
    expect(found("orchard")).toEqual([one.case_id]);
  });
});
