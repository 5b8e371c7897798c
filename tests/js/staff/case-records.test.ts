// Reading a case: every revision is opened, its signature and its place are checked, and what fails
// is named at the record instead of being believed or hidden.

import { beforeAll, describe, expect, test } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type {
  CaseDetail,
  RecordRow,
  SignedRecord,
} from "../../../webapp/frontend/staff/api/types.ts";
import { emptyMain, mainInner } from "../../../webapp/frontend/staff/logic/case-record.ts";
import {
  linkHolds,
  linkTo,
  openCase,
  sealNewCase,
  sealRevision,
  titleOf,
} from "../../../webapp/frontend/staff/vault/case.ts";
import { newId } from "../../../webapp/frontend/staff/vault/container.ts";
import { openConversation } from "../../../webapp/frontend/staff/vault/conversation.ts";
import { Keyring } from "../../../webapp/frontend/staff/vault/keyring.ts";
import { openNotes, sealNote } from "../../../webapp/frontend/staff/vault/notes.ts";
import { flipped, MadeDesk, person } from "./made-desk.ts";
import { madeTip } from "./made-tip.ts";

const ana = person("ana", 1);
const ben = person("ben", 1);
const desk = new MadeDesk([ana, ben]);
let anas: Keyring;
let bens: Keyring;
beforeAll(async () => {
  anas = await desk.keyring(ana);
  bens = await desk.keyring(ben);
});

const kept = (signed: SignedRecord): RecordRow => ({
  ...signed,
  hash: toB64(H(fromB64(signed.record))),
  hour: "2026-11-24T10",
});

/** A case of Ana's with one note in two revisions, the second Ben's. */
function madeCase(): CaseDetail {
  const main = mainInner({ ...emptyMain(), title: "Flights" }, [], "2026-11-24T10");
  const labels = { channel: "phone", category: "tip", language: "en" };
  const body = sealNewCase(main, labels, null, anas);
  const detail: CaseDetail = {
    case_id: body.case_id,
    number: body.number,
    status: "open",
    day: "2026-11-24",
    ...labels,
    main_record_id: "",
    wraps: [body.wrap],
    records: [kept(body.main)],
    conversations: [],
    releases: [],
    assignment: { team_id: null, staff_id: null },
    kept: { due_on: null, holds: [] },
    events: [],
  };
  detail.main_record_id = openCase(detail, anas).sections[0]?.id ?? "";
  const note = newId();
  const first = { t: "note", at: "", title: "Note", body: "one" };
  detail.records.push(kept(sealRevision(openCase(detail, anas), note, null, first, anas)));
  const opened = openCase(detail, anas);
  const before = opened.sections[0]?.current ?? null;
  detail.records.push(kept(sealRevision(opened, note, before, { ...first, body: "two" }, bens)));
  return detail;
}

const problems = (detail: CaseDetail): string[] => {
  const { main, sections } = openCase(detail, bens);
  return [...(main ? [main] : []), ...sections].flatMap((record) =>
    record.revisions.flatMap((it) => it.problems),
  );
};

describe("a case", () => {
  test("is read by a colleague: title, note, both revisions", () => {
    const { main, sections } = openCase(madeCase(), bens);
    expect(main?.current.inner?.title).toBe("Flights");
    expect(sections[0]?.revisions.map(({ inner }) => inner?.body)).toEqual(["one", "two"]);
    expect(problems(madeCase())).toEqual([]);
  });

  test("with a broken signature says so at that record and still shows it", () => {
    const detail = madeCase();
    const [row] = detail.records;
    if (row) row.signature = flipped(row.signature);
    expect(problems(detail)).toEqual(["signature"]);
    expect(openCase(detail, bens).main?.current.inner?.title).toBe("Flights");
  });

  test("signed by somebody who is on no roster is not believed", () => {
    const stranger = person("eve", 1);
    const detail = madeCase();
    const { site, kemSeed, epoch, epochs } = anas;
    const own = { staffId: stranger.id, signSeed: stranger.keys.signSeed };
    const other = new Keyring({ site, kemSeed, epoch, epochs, signers: new Map(), ...own });
    detail.records.push(
      kept(sealRevision(openCase(detail, anas), newId(), null, { t: "note" }, other)),
    );
    expect(problems(detail)).toEqual(["signature"]);
  });

  test("from which a revision was taken out shows the gap", () => {
    const detail = madeCase();
    detail.records.splice(1, 1);
    expect(problems(detail)).toEqual(["chain"]);
  });

  test("into which a record of another case was put says where it does not belong", () => {
    const detail = madeCase();
    const [, foreign] = madeCase().records;
    if (foreign) detail.records.push(foreign);
    expect(problems(detail)).toEqual(["elsewhere", "unreadable"]);
  });

  test("with bytes that are no record keeps their place", () => {
    const detail = madeCase();
    detail.records.push({ record: "AAAA", signature: "AAAA", hash: "AAAA", hour: "2026-11-24T10" });
    expect(problems(detail)).toContain("malformed");
  });

  test("that opens with no key shows its records as unreadable", () => {
    const detail = { ...madeCase(), wraps: [] };
    expect(new Set(problems(detail))).toEqual(new Set(["unreadable"]));
  });

  test("in the list has no title unless it is signed", () => {
    const { records, ...rest } = madeCase();
    const main = records[0] as RecordRow;
    expect(titleOf({ ...rest, main }, bens)).toBe("Flights");
    expect(
      titleOf({ ...rest, main: { ...main, signature: flipped(main.signature) } }, bens),
    ).toBeNull();
  });

  test("notices that the server shows another conversation than was linked", async () => {
    const [tip, other] = [await madeTip(desk), await madeTip(desk)];
    const conv = toB64(tip.conv);
    const opened = await openConversation(tip.answer(), anas);
    const foreign = await openConversation(other.answer(), anas);
    if (opened.anchor === null) throw new Error("did not open");
    const main = mainInner(emptyMain(), [linkTo(conv, opened.anchor)], "");
    expect([
      linkHolds(main, conv, opened),
      linkHolds(main, conv, foreign),
      linkHolds(null, conv, opened),
    ]).toEqual(["holds", "differs", "missing"]);
  });
});

describe("private notes", () => {
  const CONV = newId();

  /** What the server keeps of one note about this conversation. */
  function notesAbout(conv: string) {
    const empty = openNotes({ container_id: null, wraps: [], records: [] }, conv, anas);
    const { container, record } = sealNote(empty, conv, { t: "note", body: "ours" }, anas);
    if (container === null) throw new Error("no container");
    const { container_id, wrap } = container;
    return { container_id, wraps: [wrap], records: [kept(record)] };
  }

  test("are sealed in a container that the first one makes", () => {
    const opened = openNotes(notesAbout(CONV), CONV, bens);
    expect(opened.list.map(({ inner, problems: found }) => [inner?.body, found])).toEqual([
      ["ours", []],
    ]);
    expect(sealNote(opened, CONV, { t: "note", body: "more" }, bens).container).toBeNull();
  });

  test("of another conversation, handed out as this one's, say so", () => {
    const swapped = openNotes(notesAbout(newId()), CONV, bens);
    expect(swapped.list.map(({ problems: found }) => found)).toEqual([["elsewhere"]]);
  });
});
