// What a live thread says beside its words: strip, safe word, identity after a gap, new keys.

import { describe, expect, test } from "vitest";
import { joinParts } from "../../../webapp/frontend/lib/parts.ts";
import type { Inner, Message } from "../../../webapp/frontend/lib/thread.ts";
import { Gaps, LONG_AWAY_MS } from "../../../webapp/frontend/staff/live/gaps.ts";
import {
  askedBy,
  identityOf,
  lineOf,
  markedUpTo,
  rekeyDue,
  safeWordOf,
  says,
  seenUpTo,
  stripOf,
} from "../../../webapp/frontend/staff/logic/chat.ts";
import { pickReplies, searchIn } from "../../../webapp/frontend/staff/logic/pick-reply.ts";
import { mainFromTip, tipFromChat } from "../../../webapp/frontend/staff/logic/prefill.ts";
import type { SavedReply } from "../../../webapp/frontend/staff/vault/replies.ts";

function thread(...said: (readonly ["S" | "D", Record<string, unknown>])[]): Message[] {
  const next = { S: 0, D: 0 };
  return said.map(([direction, inner]) => {
    next[direction] += 1;
    const seq = next[direction];
    const other = next[direction === "S" ? "D" : "S"];
    const whole = { at: "2026-11-24T10", ...inner } as Inner;
    return { direction, seq, gen: 1, inner: whole, serverSealed: false, ackSeq: other };
  });
}

const text = (body: string, more = {}) => ({ t: "text", body, ...more });

describe("the strip", () => {
  test("shows the last answer to each waiting-room question, in the order asked", () => {
    const messages = thread(
      ["S", { t: "chat", safe: true, lang: "es" }],
      ["S", { t: "answer", q: "region", a: "Oregon" }],
      ["S", { t: "answer", q: "danger_now", a: "no" }],
      ["S", { t: "answer", q: "danger_now", a: "yes" }],
    );
    expect(stripOf(messages)).toEqual([
      ["danger_now", "yes"],
      ["region", "Oregon"],
    ]);
    expect(messages.map(lineOf)).toEqual(["opening", "hidden", "hidden", "hidden"]);
  });

  test("leaves answers to an advocate's question in the thread, under its words", () => {
    const messages = thread(
      ["D", { t: "question", id: "q7", text: "Are you alone?", choices: ["yes", "no"] }],
      ["S", { t: "answer", q: "q7", a: "yes" }],
    );
    expect([lineOf(messages[1] as Message), askedBy(messages, "q7")]).toEqual([
      "answer",
      "Are you alone?",
    ]);
  });

  test("shows junk and unknown kinds rather than dropping them", () => {
    const junk = { ...(thread(["S", { t: "zzz" }])[0] as Message) };
    expect([lineOf(junk), lineOf({ ...junk, inner: null })]).toEqual(["other", "other"]);
  });
});

describe("identity", () => {
  const before = [
    ["S", text("hello")],
    ["S", { t: "safe_word", word: "Girasol" }],
  ] as const;
  const resumed = ["S", text("I am back", { resumed: true })] as const;
  const state = (messages: Message[], away = 0, marked = 0) =>
    identityOf(joinParts(messages), away, marked);

  test("is not in question without a gap", () => {
    expect(state(thread(...before))).toBe("same");
  });

  test("is unverified after a gap, until the agreed word appears as a word", () => {
    expect(state(thread(...before, resumed))).toBe("unverified");
    expect(state(thread(...before, resumed, ["S", text("girasoles")]))).toBe("unverified");
    expect(state(thread(...before, resumed, ["S", text("es GIRASOL, sí")]))).toBe("verified");
  });

  test("is not proven by a word that was agreed only after the gap", () => {
    const late = thread(
      ["S", text("hello")],
      resumed,
      ["S", { t: "safe_word", word: "rosa" }],
      ["S", text("rosa")],
    );
    expect([state(late), safeWordOf(late)]).toEqual(["unverified", "rosa"]);
  });

  test("is vouched for by a colleague's mark, until the next gap", () => {
    const messages = thread(...before, resumed);
    expect(state(messages, 0, 3)).toBe("verified");
    expect(state(messages, 9, 3)).toBe("unverified");
    expect(markedUpTo([{ inner: { identity: 3 } }, { inner: null }, { inner: {} }])).toBe(3);
  });

  test("comes into question when the person was away five minutes, not for less", () => {
    const gaps = new Gaps();
    gaps.saw(true, 4, 0);
    gaps.saw(false, 4, 1000);
    gaps.saw(true, 4, LONG_AWAY_MS);
    expect(gaps.since).toBe(0);
    gaps.saw(false, 4, LONG_AWAY_MS);
    gaps.saw(true, 4, LONG_AWAY_MS * 2);
    expect(gaps.since).toBe(5);
  });

  test("finds a word of several words, with or without accents", () => {
    expect([says("el ÁRBOL rojo, digo", "arbol rojo"), says("arbol", "arbol rojo")]).toEqual([
      true,
      false,
    ]);
  });
});

describe("a new key", () => {
  const came = ["D", { t: "joined", kind: "interpreter", name: "Iris" }] as const;
  const went = ["D", { t: "left", kind: "interpreter", name: "Iris" }] as const;
  const asked = ["D", { t: "rekey" }] as const;

  test("is due once an interpreter left, whichever way, and is asked for once", () => {
    expect(rekeyDue(thread(came), 1)).toBe(false);
    expect(rekeyDue(thread(came, went), 0)).toBe(true);
    expect(rekeyDue(thread(came), 0)).toBe(true);
    expect(rekeyDue(thread(came, went, asked), 0)).toBe(false);
    expect(rekeyDue(thread(came, came, went), 1)).toBe(true);
  });
});

test("a message counts as seen by the person's word or by their next message", () => {
  const messages = thread(["D", text("a")], ["D", text("b")], ["S", text("c")]);
  expect([seenUpTo(messages, 1), seenUpTo(messages, 5)]).toEqual([2, 5]);
});

test("a case begins with what the person tapped and said first", () => {
  const messages = thread(
    ["S", { t: "answer", q: "danger_now", a: "yes" }],
    ["S", { t: "answer", q: "region", a: "Oregon" }],
    ["S", text("They took my passport.")],
    ["D", text("I am here.")],
  );
  const flat = mainFromTip(tipFromChat(messages), "es", (key, value) => `${key}: ${value}`);
  expect(flat).toMatchObject({
    title: "They took my passport",
    summary: "what: They took my passport.\nwhere: Oregon\ndanger_now: yes",
    "fields.severity": "high",
    "fields.language": "es",
  });
});

describe("finding a saved reply", () => {
  const reply = (language: string, title: string, body = "…") =>
    ({ id: title, language, title, body }) as SavedReply;
  const all = [
    reply("en", "Safe place"),
    reply("es", "Lugar seguro", "¿Está en un lugar seguro?"),
    reply("en", "Hello", "Are you in a safe place?"),
  ];

  test("begins with a slash on one line", () => {
    expect([searchIn("/sa"), searchIn("and/or"), searchIn("/a\nb")]).toEqual(["sa", null, null]);
  });

  test("gives the person's language first, then what begins with the letters", () => {
    expect(pickReplies(all, "", "es").map(({ id }) => id)[0]).toBe("Lugar seguro");
    expect(pickReplies(all, "safe", "en").map(({ id }) => id)).toEqual(["Safe place", "Hello"]);
  });
});
