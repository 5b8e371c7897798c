// Links between two cases: each says so by a signed record of its own, and half a link is seen.
import { describe, expect, it } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import {
  type LinkWords,
  linksIn,
  otherSide,
  standingLinks,
} from "../../../webapp/frontend/staff/vault/case-links.ts";
import {
  newContainer,
  newId,
  sealRevision,
} from "../../../webapp/frontend/staff/vault/container.ts";
import { readRecords } from "../../../webapp/frontend/staff/vault/read-records.ts";
import { MadeDesk, person } from "./made-desk.ts";

const ana = person("ana", 1);
const anas = await new MadeDesk([ana]).keyring(ana);
const [one, other] = [newContainer(anas), newContainer(anas)];
const [here, there] = [newId(), newId()];

const words = (about: string, pair: string, gone = false): LinkWords => ({
  t: "case_link",
  at: "2026-11-24T10",
  kind: "same_place",
  case: about,
  number: "48209134",
  note: "",
  pair,
  gone,
});

function records(container: typeof one, id: string, ...said: object[]) {
  const rows = [];
  let before = null;
  for (const inner of said) {
    const signed = sealRevision(container, id, before, { ...inner }, anas);
    rows.push({ ...signed, hash: toB64(H(fromB64(signed.record))), hour: "2026-11-24T10" });
    before = readRecords(rows, container, anas)[0]?.current ?? null;
  }
  return readRecords(rows, container, anas);
}

describe("a link between cases", () => {
  const mine = records(one, here, words(other.id, there));
  const link = standingLinks(mine)[0];

  it("is whole where the other case says the same, and half where it says nothing or took it back", () => {
    if (link === undefined) throw new Error("no link");
    const theirs = words(one.id, here);
    const said = (...inners: object[]) => otherSide(link, one.id, records(other, there, ...inners));
    expect(said(theirs)).toBe("both");
    expect(said(theirs, { ...theirs, gone: true })).toBe("gone");
    expect(said({ ...theirs, case: newId() })).toBe("missing");
    expect(otherSide(link, one.id, [])).toBe("missing");
  });

  it("that was taken back stands no more, and its words stay", () => {
    const undone = records(one, here, words(other.id, there), words(other.id, there, true));
    expect(standingLinks(undone)).toEqual([]);
    expect(linksIn(undone)[0]?.record.revisions).toHaveLength(2);
  });

  it("is no note, and nothing that lacks a word", () => {
    const { pair: _, ...less } = words(other.id, there);
    expect(standingLinks(records(one, here, { t: "note", title: "x" }))).toEqual([]);
    expect(standingLinks(records(one, here, less))).toEqual([]);
  });
});
