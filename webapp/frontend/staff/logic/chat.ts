// What a live thread says beside its words: waiting-room answers, the safe word, whether the person
// has been recognised since a gap, and what an interpreter's leaving asks of us.

import { own } from "../../lib/own.ts";
import type { Joined } from "../../lib/parts.ts";
import type { Message } from "../../lib/thread.ts";
import { type Inner, textOf } from "./answers.ts";

/** The waiting room's questions, in the order in which they are asked. */
export const STRIP = ["danger_now", "minor", "region", "language"] as const;

const isStrip = (q: string): boolean => (STRIP as readonly string[]).includes(q);

const from = (direction: "S" | "D", type: string) => (message: Message) =>
  message.direction === direction && message.inner?.t === type;

/** The last answer to each of the waiting room's questions. */
export function stripOf(messages: readonly Message[]): [string, string][] {
  const answers = messages.filter(from("S", "answer")).map(({ inner }) => inner);
  return STRIP.flatMap((question): [string, string][] => {
    const last = answers.filter((inner) => inner?.q === question).at(-1) ?? null;
    const answer = textOf(last, "a");
    return answer === "" ? [] : [[question, answer]];
  });
}

/** How a message is shown in the thread. */
export type ChatLine =
  | "words"
  | "opening"
  | "answer"
  | "question"
  | "safe-word"
  | "joined"
  | "left"
  | "end"
  | "hidden"
  | "other";

const LINES: Record<string, ChatLine> = {
  text: "words",
  tip: "words",
  chat: "opening",
  question: "question",
  safe_word: "safe-word",
  joined: "joined",
  left: "left",
  end: "end",
  rekey: "hidden",
};

export function lineOf({ inner }: Message): ChatLine {
  if (inner === null) return "other";
  // The waiting room's answers stand in the strip above the thread.
  if (inner.t === "answer") return isStrip(textOf(inner, "q")) ? "hidden" : "answer";
  return own(LINES, inner.t) ?? "other";
}

/** The words of the question that an answer belongs to, or "". */
export function askedBy(messages: readonly Message[], id: string): string {
  const asked = messages.find(({ inner }) => inner?.t === "question" && inner.id === id);
  return textOf(asked?.inner ?? null, "text");
}

interface SafeWord {
  word: string;
  seq: number;
}

/** The agreed word, as the person last gave it before number `before`. */
function agreed(messages: readonly Message[], before: number): SafeWord | null {
  const given = messages.filter(from("S", "safe_word")).filter(({ seq }) => seq < before);
  const last = given.at(-1);
  const word = textOf(last?.inner ?? null, "word").trim();
  return last === undefined || word === "" ? null : { word, seq: last.seq };
}

export const safeWordOf = (messages: readonly Message[]): string =>
  agreed(messages, Number.POSITIVE_INFINITY)?.word ?? "";

const plain = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Whether a text holds the word as a word of its own, accents and capitals aside. */
export function says(text: string, word: string): boolean {
  const parts = (it: string) =>
    plain(it)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
  const wanted = parts(word).join(" ");
  return wanted !== "" && ` ${parts(text).join(" ")} `.includes(` ${wanted} `);
}

/** The number from which the person has to be recognised again; 0 where nothing was interrupted. */
export function gapOf(messages: readonly Message[], away: number): number {
  const resumed = messages.filter(
    ({ direction, inner }) => direction === "S" && inner?.resumed === true,
  );
  return Math.max(away, resumed.at(-1)?.seq ?? 0);
}

export type Identity = "same" | "unverified" | "verified";

/**
 * Whether the person is the one that the desk talked with before the latest gap. A word agreed
 * after the gap proves nothing; `marked` is the number up to which a colleague vouched.
 */
export function identityOf(messages: readonly Joined[], away: number, marked: number): Identity {
  const gap = gapOf(messages, away);
  if (gap === 0) return "same";
  if (marked >= gap) return "verified";
  const word = agreed(messages, gap);
  const since = messages.filter(
    ({ direction, inner, last }) => direction === "S" && inner?.t === "text" && last >= gap,
  );
  const said = word !== null && since.some(({ inner }) => says(textOf(inner, "body"), word.word));
  return said ? "verified" : "unverified";
}

/** Up to which number colleagues vouched for the person, from the notes where they said so. */
export function markedUpTo(notes: readonly { inner: Inner | null }[]): number {
  const marks = notes.map(({ inner }) => Number(inner?.identity)).filter(Number.isSafeInteger);
  return Math.max(0, ...marks);
}

/** An interpreter has left since the last key was asked for: the person's next message brings one. */
export function rekeyDue(messages: readonly Message[], interpretersNow: number): boolean {
  const desk = messages.filter(({ direction }) => direction === "D");
  const asked = desk.filter(({ inner }) => inner?.t === "rekey").at(-1)?.seq ?? 0;
  const since = desk.filter(({ seq, inner }) => seq > asked && inner?.kind === "interpreter");
  const left = since.some(({ inner }) => inner?.t === "left");
  const vanished = interpretersNow === 0 && since.some(({ inner }) => inner?.t === "joined");
  return left || vanished;
}

/** The highest number of ours that the person is known to have seen. */
export function seenUpTo(messages: readonly Message[], told: number): number {
  return messages.reduce(
    (most, { direction, ackSeq }) => (direction === "S" ? Math.max(most, ackSeq) : most),
    told,
  );
}
