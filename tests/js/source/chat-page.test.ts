// The page of a chat: opening hours in the reader's time zone, and the one question that stands there.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { cardFor } from "../../../webapp/frontend/source/chat/asking.ts";
import { closedDays, hoursLines } from "../../../webapp/frontend/source/chat/hours.ts";
import { type ChatPage, isOver, newChat } from "../../../webapp/frontend/source/chat/page.ts";
import { standing, waitingFacts } from "../../../webapp/frontend/source/chat/standing.ts";
import type {
  ChatMessage,
  ChatView,
} from "../../../webapp/frontend/source/engine/chat-protocol.ts";
import { liveFrom } from "../../../webapp/frontend/source/engine/live.ts";

vi.mock("../../../webapp/frontend/source/dom.ts", () => ({
  text: (key: string) => key,
  pageLanguage: () => "en",
}));

describe("opening hours", () => {
  const open = {
    zone: "America/New_York",
    now: false,
    closed: [],
    days: { fri: ["09:00", "21:00"], sat: ["10:00", "14:00"] },
  } as const;
  // Thursday before the clocks go forward over there (2026-03-08), and not yet in Madrid.
  const NOW = Date.UTC(2026, 2, 5, 12);
  const plain = (lines: string[]) => lines.map((line) => line.replace(/\s/g, " "));

  test("are told in the reader's own zone and language", () => {
    expect(plain(hoursLines(open, "es", NOW, "America/Chicago"))).toEqual([
      "viernes 8:00 – 20:00",
      "sábado 9:00 – 13:00",
    ]);
  });

  test("that end on the next day say so", () => {
    expect(plain(hoursLines(open, "en", NOW, "Asia/Tokyo"))[0]).toBe(
      "Friday 11:00 PM – Saturday 11:00 AM",
    );
  });

  test("follow the clocks of the site when those are changed", () => {
    const day = { ...open, days: { mon: ["09:00", "17:00"] } } as const;
    expect(plain(hoursLines(day, "en", NOW, "UTC"))).toEqual(["Monday 1:00 PM – 9:00 PM"]);
    const before = NOW - 7 * 86_400_000;
    expect(plain(hoursLines(day, "en", before, "UTC"))).toEqual(["Monday 2:00 PM – 10:00 PM"]);
  });
});

describe("holidays", () => {
  const NOW = Date.UTC(2026, 11, 21, 12);
  const open = {
    zone: "America/New_York",
    now: false,
    closed: [
      ["2026-12-25", "Christmas"],
      ["2027-01-01", ""],
    ],
    days: { fri: ["09:00", "21:00"], sun: ["09:00", "10:00"] },
  } as const;

  test("are no openings", () => {
    expect(hoursLines(open, "en", NOW, "UTC")).toHaveLength(1);
    expect(hoursLines({ ...open, closed: [] }, "en", NOW, "UTC")).toHaveLength(2);
  });

  test("are told by their day and label, wherever on earth the reader is", () => {
    expect(closedDays(open, "en")).toEqual([
      ["Friday, December 25", "Christmas"],
      ["Friday, January 1", ""],
    ]);
    expect(closedDays(open, "es")[0]?.[0]).toBe("viernes, 25 de diciembre");
  });

  test("come from the server's answer, and anything odd counts as none", () => {
    const phase = {
      phase: "waiting",
      open: {
        zone: "UTC",
        days: {},
        closed: [["2026-12-25", "x"], ["25 Dec", "y"], "2026-12-25", [7]],
      },
    };
    expect(liveFrom(phase)?.open?.closed).toEqual([["2026-12-25", "x"]]);
    expect(liveFrom({ ...phase, open: { ...phase.open, closed: 7 } })?.open?.closed).toEqual([]);
  });
});

describe("the one question", () => {
  let chat: ChatPage;

  const said = (more: Partial<ChatMessage>): ChatMessage => ({
    key: "k",
    direction: "S",
    kind: "text",
    text: "",
    answers: {},
    name: "",
    at: "",
    byServer: false,
    question: "",
    choices: [],
    status: "",
    ...more,
  });

  const view = (phase: string, more: Partial<ChatView> = {}, how: object = {}): ChatView => ({
    messages: [],
    sent: [1],
    d: 0,
    live: liveFrom({ phase, on_shift: 1, ...how }),
    opened: true,
    way: "line",
    warnings: [],
    serverOpened: false,
    hasWords: true,
    ...more,
  });

  const keyOf = (seen: ChatView, quiet = false) => cardFor(chat, seen, quiet)?.key;

  beforeEach(() => {
    chat = newChat("need_help", "en", false);
  });

  test("of the waiting room is asked only while waiting, one after the other, and never twice", () => {
    expect(keyOf(view("waiting"))).toBe("wait-language");
    expect(keyOf(view("live"))).toBeUndefined();
    const answered = [said({ kind: "answer", question: "language", text: "es" })];
    expect(keyOf(view("waiting", { messages: answered }))).toBe("wait-danger_now");
    chat.past.push("danger_now");
    const minor = cardFor(chat, view("waiting", { messages: answered }), false);
    expect(minor?.key).toBe("wait-minor");
    expect(minor?.before).toBe("start.report");
    expect(minor?.choices.at(-1)?.deed).toBe("chat-skip");
  });

  test("is none of the waiting room's after an advocate was lost: what happened stands there", () => {
    const card = cardFor(chat, view("waiting", {}, { lost: true }), false);
    expect([card?.heading, card?.choices]).toEqual(["chat.lost", []]);
  });

  test("of an advocate goes before everything, and its two answers are one tap", () => {
    const asked = said({
      direction: "D",
      kind: "question",
      question: "q1",
      text: "Can you leave?",
    });
    const card = cardFor(chat, view("live", { messages: [asked] }, { warned: true }), true);
    expect(card?.heading).toBe("Can you leave?");
    expect(card?.choices.map(({ value }) => value)).toEqual(["q1:yes", "q1:no", "q1"]);
  });

  test("is whether the person is there, when it was quiet for long", () => {
    expect(keyOf(view("live", {}, { warned: true }))).toBe("idle");
    expect(keyOf(view("resting"))).toBe("rest");
  });

  test("about the words comes in a quiet moment, after something was said, and once", () => {
    expect(keyOf(view("live"), false)).toBeUndefined();
    expect(keyOf(view("live", { sent: [] }), true)).toBeUndefined();
    expect(keyOf(view("live"), true)).toBe("offer");
    chat.offered = true;
    expect(keyOf(view("live"), true)).toBeUndefined();
  });

  test("is none once the chat is over", () => {
    expect(keyOf(view("ended"), true)).toBeUndefined();
    expect(keyOf(view("live", { way: "gone" }), true)).toBeUndefined();
  });

  test("is none after one's own end, also where nobody had it yet: then it has ended, and says so", () => {
    const end = said({ kind: "end" });
    const early = view("", { messages: [said({}), end], live: null });
    expect(standing(early, isOver(chat, early))).toEqual(["chat.ended_early"]);
    expect(keyOf(early)).toBeUndefined();
    const wrapped = view("", { messages: [said({ direction: "D" }), end], live: null });
    expect(standing(wrapped, isOver(chat, wrapped))).toEqual(["chat.ended"]);
    const waits = view("waiting", { messages: [end] });
    expect(isOver(chat, waits)).toBe(false);
  });

  test("leaves whoever comes back to it with their words the place to write", () => {
    const late = view("", { messages: [said({ kind: "end" })], live: null });
    const back = newChat("need_help", "en", true);
    expect(isOver(back, late)).toBe(false);
    const again = view("", { messages: [said({ kind: "end", key: "own3" })], live: null });
    expect(isOver(back, again)).toBe(true);
    const goesOn = view("", { messages: [said({ kind: "end" }), said({})], live: null });
    expect(isOver(chat, goesOn)).toBe(false);
    expect(standing(goesOn)).toEqual(["chat.later"]);
  });

  test("is none while the chat opens, and where that takes long the page says so", () => {
    const seen = view("waiting", { live: null, opened: false });
    expect(keyOf(seen)).toBeUndefined();
    expect(standing(seen)).toEqual(["chat.opening"]);
    expect(standing(seen, false, true)).toEqual(["chat.opening", "chat.opening.slow"]);
    expect(standing({ ...seen, way: "none" }, false, true)).toEqual(["chat.opening"]);
    expect(standing(view("waiting"), false, true)).toEqual(["chat.waiting"]);
  });

  test("about who is still there is announced at the top as well", () => {
    expect(standing(view("live", {}, { warned: true })).at(-1)).toBe("idle.heading idle.hint");
  });

  test("is honest about the wait: no place in line where nobody is on shift", () => {
    const live = liveFrom({ phase: "waiting", position: 3, on_shift: 0 });
    expect(live && waitingFacts(live)).toEqual([]);
    expect(standing(view("waiting", {}, { on_shift: 0 }))).toEqual(["chat.nobody"]);
    const known = liveFrom({ phase: "waiting", position: 3, on_shift: 1, estimate: 10 });
    expect(known && waitingFacts(known)).toEqual(["wait.place", "wait.here", "wait.about"]);
  });
});
