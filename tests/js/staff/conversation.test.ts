// Opening a conversation: what an honest server shows opens, and each lie about keys blocks replying.

import { beforeAll, describe, expect, test } from "vitest";
import { fromB64, randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { receiptFrom } from "../../../webapp/frontend/lib/receipt.ts";
import type { Accept } from "../../../webapp/frontend/staff/api/types.ts";
import { signedAccept } from "../../../webapp/frontend/staff/vault/accept.ts";
import { openConversation, sealReply } from "../../../webapp/frontend/staff/vault/conversation.ts";
import type { Keyring } from "../../../webapp/frontend/staff/vault/keyring.ts";
import { flipped, MadeDesk, person } from "./made-desk.ts";
import { type MadeTip, madeTip } from "./made-tip.ts";

const ana = person("ana", 1);
const ivo = person("ivo", 5);
const desk = new MadeDesk([ana, ivo]);
let keyring: Keyring;
beforeAll(async () => {
  keyring = await desk.keyring(ana);
});

async function accepted(tip: MadeTip): Promise<Accept> {
  const { anchor } = await openConversation(tip.answer(), keyring);
  if (anchor === null) throw new Error("did not open");
  return { staff_id: toB64(ana.id), ...signedAccept(toB64(tip.conv), anchor, keyring) };
}

describe("a conversation", () => {
  test("opens in words, and its first reader is asked for an accept record", async () => {
    const opened = await openConversation((await madeTip(desk)).answer(), keyring);
    expect(opened.messages[0]?.inner).toMatchObject({ t: "tip", answers: { what: "Words" } });
    expect([opened.blocked, opened.acceptNeeded, opened.warnings]).toEqual(["", true, []]);
  });

  test("is answered in an envelope that the source can read", async () => {
    const tip = await madeTip(desk);
    const opened = await openConversation(tip.answer(), keyring);
    tip.envelopes.push(
      fromB64(sealReply(opened, { t: "text", at: "2026-11-24T10", body: "Yes" }, keyring)),
    );
    expect(tip.thread()).toMatchObject({
      warnings: [],
      messages: [{}, { inner: { body: "Yes" } }],
    });
  });

  test("is not answered with a key that sign-out has overwritten", async () => {
    const own = await desk.keyring(ana);
    const opened = await openConversation((await madeTip(desk)).answer(), own);
    own.wipe();
    expect(() => sealReply(opened, { t: "text", at: "" }, own)).toThrow();
  });

  test("with a good accept record is not accepted again", async () => {
    const tip = await madeTip(desk);
    tip.accept = await accepted(tip);
    const opened = await openConversation(tip.answer(), keyring);
    expect([opened.blocked, opened.acceptNeeded]).toEqual(["", false]);
  });

  test("shows junk as unreadable and goes on", async () => {
    const tip = await madeTip(desk);
    tip.say({ t: "text", at: "2026-11-24T10", body: "later" });
    const answer = tip.answer();
    answer.envelopes[0] = flipped(answer.envelopes[0] ?? "");
    const opened = await openConversation(answer, keyring);
    expect(opened.messages.map(({ inner }) => inner === null)).toEqual([true, false]);
    expect(opened.warnings.map(({ code }) => code)).toContain("broken_prev");
  });

  test("whose newest message is withheld does not pass for whole", async () => {
    const tip = await madeTip(desk);
    tip.say({ t: "text", at: "2026-11-24T10", body: "later" });
    const answer = tip.answer();
    answer.envelopes.pop();
    const opened = await openConversation(answer, keyring);
    expect(opened.warnings.map(({ code }) => code)).toContain("state");
  });

  test("goes on in a second generation of the same source", async () => {
    const tip = await madeTip(desk);
    await tip.generation();
    tip.say({ t: "text", at: "2026-11-24T10", body: "again" });
    const opened = await openConversation(tip.answer(), keyring);
    expect([opened.blocked, opened.writing?.gen]).toEqual(["", 2]);
  });
});

describe("a lie about a conversation's keys", () => {
  test("a second generation by somebody else blocks replying", async () => {
    const tip = await madeTip(desk);
    await tip.generation(receiptFrom(randomBytes(32)));
    const opened = await openConversation(tip.answer(), keyring);
    expect(opened.blocked).toBe("other-source");
    expect(() => sealReply(opened, { t: "text", at: "" }, keyring)).toThrow();
  });

  test("a damaged key record blocks replying", async () => {
    const answer = (await madeTip(desk)).answer();
    const [record] = answer.key_records;
    if (record) record.signature = flipped(record.signature);
    expect((await openConversation(answer, keyring)).blocked).toBe("key-record");
  });

  test("an epoch whose key we do not hold is said to be so", async () => {
    const answer = (await madeTip(desk)).answer();
    const [record] = answer.key_records;
    if (record) record.epoch = 9;
    expect((await openConversation(answer, keyring)).blocked).toBe("no-key");
  });

  test("an accept record of another source blocks replying", async () => {
    const tip = await madeTip(desk);
    tip.accept = await accepted(await madeTip(desk));
    expect((await openConversation(tip.answer(), keyring)).blocked).toBe("accept-mismatch");
  });

  test("an accept record by somebody who may not read the desk does not count", async () => {
    const tip = await madeTip(desk);
    const { anchor } = await openConversation(tip.answer(), keyring);
    if (anchor === null) throw new Error("did not open");
    const signed = signedAccept(toB64(tip.conv), anchor, await desk.keyring(ivo));
    tip.accept = { staff_id: toB64(ivo.id), ...signed };
    expect((await openConversation(tip.answer(), keyring)).blocked).toBe("accept-mismatch");
  });

  test("a withheld accept record is noticed once a case or a reply shows that there was one", async () => {
    const tip = await madeTip(desk);
    const answer = tip.answer({ cases: [{ case_id: "c", number: "48209137" }] });
    expect((await openConversation(answer, keyring)).blocked).toBe("accept-withheld");
  });
});
