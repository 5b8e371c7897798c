// A reply is sealed once and sent until the server has it; it never arrives twice and is never lost.

import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import type {
  ConversationState,
  Opened,
} from "../../../webapp/frontend/staff/item/use-conversation.ts";
import { replyDraft, sendReply } from "../../../webapp/frontend/staff/item/use-reply.ts";
import { wipeDrafts } from "../../../webapp/frontend/staff/store/drafts.ts";
import { session } from "../../../webapp/frontend/staff/store/session.ts";
import { openConversation } from "../../../webapp/frontend/staff/vault/conversation.ts";
import { MadeDesk, madeLock, person } from "./made-desk.ts";
import { madeTip } from "./made-tip.ts";

const ana = person("ana", 1);
const desk = new MadeDesk([ana]);
const NOTES = { container: null, list: [] };

async function scene() {
  const tip = await madeTip(desk);
  const keyring = await desk.keyring(ana);
  const me = { staffId: toB64(ana.id), name: "ana", displayName: "Ana", role: 1 };
  session.value = { me, desk: await desk.answer(ana), keyring, lock: madeLock() };
  const look = async (): Promise<Opened> => {
    const answer = tip.answer();
    return { answer, conversation: await openConversation(answer, keyring), notes: NOTES };
  };
  const opened = signal<Opened | null>(await look());
  const reload = async () => {
    opened.value = await look();
    return opened.value;
  };
  const state: ConversationState = { opened, error: signal(""), reload, setItem: () => undefined };
  const conv = toB64(tip.conv);
  replyDraft(conv).value = { text: "Are you safe?", pending: null };
  return { conv, state, tip };
}

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const problem = (status: number, slug: string) =>
  answer(status, { type: `urn:quietline:problem:${slug}` });

describe("a reply", () => {
  const sent: string[] = [];
  let replies: (() => Response | Promise<Response>)[] = [];

  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
      sent.push((JSON.parse(String(init.body)) as { envelope: string }).envelope);
      return (replies.shift() ?? (() => answer(201, {})))();
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    wipeDrafts();
    session.value = null;
  });

  test("that got no answer is kept, and the same bytes go again", async () => {
    const { conv, state } = await scene();
    replies = [() => Promise.reject(new TypeError("line down"))];
    await expect(sendReply(conv, state)).rejects.toMatchObject({ id: "item.not-sent" });
    expect(replyDraft(conv).value.text).toBe("Are you safe?");
    await sendReply(conv, state);
    expect([sent.length, sent[0] === sent[1], replyDraft(conv).value.text]).toEqual([2, true, ""]);
  });

  test("that the thread overtook is sealed anew under the next number", async () => {
    const { conv, state, tip } = await scene();
    replies = [
      () => {
        tip.say({ t: "text", at: "2026-11-24T10", body: "One more thing" });
        return problem(409, "out-of-step");
      },
    ];
    await sendReply(conv, state);
    expect([sent.length, sent[0] !== sent[1]]).toEqual([2, true]);
  });

  test("that only a colleague may send stays as a draft without its bytes", async () => {
    const { conv, state } = await scene();
    replies = [() => problem(403, "not-holder")];
    await expect(sendReply(conv, state)).rejects.toMatchObject({ slug: "not-holder" });
    expect(replyDraft(conv).value).toEqual({ text: "Are you safe?", pending: null });
  });

  test("that never gets through stops after a few tries and stays", async () => {
    const { conv, state } = await scene();
    replies = Array.from({ length: 9 }, () => () => problem(409, "out-of-step"));
    await expect(sendReply(conv, state)).rejects.toMatchObject({ id: "item.out-of-step" });
    expect([sent.length, replyDraft(conv).value.text]).toEqual([4, "Are you safe?"]);
  });

  test("is forgotten when memory is wiped", async () => {
    const { conv } = await scene();
    const before = replyDraft(conv);
    wipeDrafts();
    expect([before.value, replyDraft(conv).value.text]).toEqual([undefined, ""]);
  });
});
