// An interpreter opens one conversation through shares, and only where the desk's accept record
// proves whose it is: a share that the server made itself opens nothing.

import { beforeAll, describe, expect, test } from "vitest";
import { fromB64, randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { sealShare } from "../../../webapp/frontend/lib/keys.ts";
import { receiptFrom } from "../../../webapp/frontend/lib/receipt.ts";
import type { ConversationAnswer, StaffRow } from "../../../webapp/frontend/staff/api/types.ts";
import { signedAccept } from "../../../webapp/frontend/staff/vault/accept.ts";
import { openConversation, sealReply } from "../../../webapp/frontend/staff/vault/conversation.ts";
import type { Keyring } from "../../../webapp/frontend/staff/vault/keyring.ts";
import { sharesFor } from "../../../webapp/frontend/staff/vault/shares.ts";
import { MadeDesk, person } from "./made-desk.ts";
import { MadeTip, madeTip } from "./made-tip.ts";

const [ana, iris, ivo] = [person("ana", 1), person("iris", 5), person("ivo", 5)];
const desk = new MadeDesk([ana, iris, ivo]);
let anas: Keyring;
let irises: Keyring;
let irisRow: StaffRow;
beforeAll(async () => {
  [anas, irises] = [await desk.keyring(ana), await desk.keyring(iris)];
  irisRow = (await desk.answer(ana)).staff.find(({ name }) => name === "iris") as StaffRow;
});

/** What the server would give the interpreter after Ana let them in. */
async function joined(tip: MadeTip): Promise<ConversationAnswer> {
  const opened = await openConversation(tip.answer(), anas);
  if (opened.anchor === null) throw new Error("did not open");
  tip.accept ??= {
    staff_id: toB64(ana.id),
    ...signedAccept(toB64(tip.conv), opened.anchor, anas),
  };
  const { notes: _, ...answer } = tip.answer();
  const records = answer.key_records.map(({ desk_wrap: __, ...record }) => record);
  return { ...answer, key_records: records, shares: await sharesFor(irisRow, opened, anas) };
}

describe("an interpreter", () => {
  test("reads and writes the one conversation that was shared", async () => {
    const tip = await madeTip(desk);
    const opened = await openConversation(await joined(tip), irises);
    expect([opened.blocked, opened.acceptNeeded, opened.warnings]).toEqual(["", false, []]);
    expect(opened.messages[0]?.inner).toMatchObject({ answers: { what: "Words" } });
    tip.envelopes.push(fromB64(sealReply(opened, { t: "text", at: "", body: "Hola" }, irises)));
    expect(tip.thread().messages[1]?.inner).toMatchObject({ body: "Hola" });
  });

  test("gets every generation, also one that came while they were in", async () => {
    const tip = await madeTip(desk);
    await tip.generation();
    tip.say({ t: "text", at: "", body: "new key" });
    const opened = await openConversation(await joined(tip), irises);
    expect(opened.keys.map(({ gen }) => gen)).toEqual([1, 2]);
    expect(opened.messages[1]?.inner).toMatchObject({ body: "new key" });
  });

  test("reads the old and writes nothing while the newest key is not shared", async () => {
    const tip = await madeTip(desk);
    await tip.generation();
    tip.say({ t: "text", at: "", body: "secret" });
    const answer = await joined(tip);
    const opened = await openConversation(
      { ...answer, shares: answer.shares?.slice(0, 1) ?? [] },
      irises,
    );
    expect(opened.blocked).toBe("share-missing");
    expect(opened.messages.map(({ inner }) => inner?.t ?? null)).toEqual(["tip", null]);
    expect(() => sealReply(opened, { t: "text", at: "" }, irises)).toThrow();
  });

  test("opens nothing without an accept record", async () => {
    const answer = await joined(await madeTip(desk));
    const opened = await openConversation({ ...answer, accept: null }, irises);
    expect([opened.blocked, opened.keys]).toEqual(["not-accepted", []]);
  });

  test("takes no accept record from somebody who does not read the desk", async () => {
    const tip = await madeTip(desk);
    const answer = await joined(tip);
    const { anchor } = await openConversation(tip.answer(), anas);
    if (anchor === null) throw new Error("did not open");
    const forged = signedAccept(toB64(tip.conv), anchor, await desk.keyring(ivo));
    const accept = { staff_id: toB64(ivo.id), ...forged };
    expect((await openConversation({ ...answer, accept }, irises)).blocked).toBe("accept-mismatch");
  });

  test("takes no share of a key that the server made itself", async () => {
    const tip = await madeTip(desk);
    const answer = await joined(tip);
    const other = new MadeTip(desk, receiptFrom(randomBytes(32)));
    await other.generation();
    const theirs = other.answer();
    const key = other.keys.get(1);
    const record = theirs.key_records[0];
    if (key === undefined || record === undefined) throw new Error("no key");
    const place = { site: desk.site, conv: other.conv, gen: 1, kc: key.kc, staffId: iris.id };
    const wrap = await sealShare(place, iris.keys.kemPublic, key.key);
    const swapped = {
      ...theirs,
      accept: answer.accept,
      shares: [{ gen: 1, kc: toB64(key.kc), wrap: toB64(wrap) }],
    };
    expect((await openConversation(swapped, irises)).keys).toEqual([]);
  });

  test("takes a later generation only from the source that was accepted", async () => {
    const tip = await madeTip(desk);
    const answer = await joined(tip);
    await tip.generation(receiptFrom(randomBytes(32)));
    const records = tip.answer().key_records;
    const opened = await openConversation({ ...answer, key_records: records }, irises);
    expect(opened.blocked).toBe("other-source");
  });

  test("cannot open what was shared with a colleague", async () => {
    const answer = await joined(await madeTip(desk));
    const opened = await openConversation(answer, await desk.keyring(ivo));
    expect([opened.blocked, opened.keys]).toEqual(["key-record", []]);
  });
});

describe("a share", () => {
  test("is never made for a key that the roster does not list for an interpreter", async () => {
    const opened = await openConversation((await madeTip(desk)).answer(), anas);
    const rows = (await desk.answer(ana)).staff;
    const row = (name: string) => rows.find((it) => it.name === name) as StaffRow;
    const swapped = { ...irisRow, kem_public: row("ivo").kem_public };
    await expect(sharesFor(swapped, opened, anas)).rejects.toThrow();
    await expect(sharesFor(row("ana"), opened, anas)).rejects.toThrow();
  });
});
