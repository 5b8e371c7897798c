// What the page may show of a chat: the thread, and at its end what is still on its way.
import type { Joined } from "../../lib/parts.ts";
import type { Inner, Message } from "../../lib/thread.ts";
import type { ChatKind, ChatMessage, Said } from "../engine/chat-protocol.ts";
import type { Tools } from "../engine/tools.ts";
import type { Entry } from "./queue.ts";

const KINDS = [
  "text",
  "tip",
  "question",
  "answer",
  "safe_word",
  "files",
  "joined",
  "left",
  "end",
] as const;
/** Between the two programs only. */
const NOT_SHOWN = ["chat", "rekey"];

const word = (value: unknown): string => (typeof value === "string" ? value : "");

function kindOf(inner: Inner | null): ChatKind {
  if (inner === null) return "unreadable";
  return KINDS.find((known) => known === inner.t) ?? "unsupported";
}

function textOf(kind: ChatKind, inner: Inner | null): string {
  if (kind === "text") return word(inner?.body) || word(inner?.text);
  if (kind === "question") return word(inner?.text);
  return kind === "answer" ? word(inner?.a) : "";
}

function choicesOf(inner: Inner | null): string[] {
  return Array.isArray(inner?.choices) ? inner.choices.map(word).filter((choice) => choice) : [];
}

/** Of a question its id, of an answer the question, of who came or went the kind. */
function questionOf(kind: ChatKind, inner: Inner | null): string {
  if (kind === "question") return word(inner?.id);
  return kind === "answer" ? word(inner?.q) : word(inner?.kind);
}

export interface Known {
  tools: Tools;
  messages: readonly Message[];
  /** The page's number behind each envelope of this visit. */
  own: ReadonlyMap<number, number>;
  entries: readonly Entry[];
  refused: readonly Entry[];
  kept: boolean;
  /** The last envelope of ours that the desk has on its screen. */
  seen: number;
}

function statusOf({ direction, last }: Joined, seen: number): ChatMessage["status"] {
  if (direction === "D") return "";
  return last <= seen ? "seen" : "sent";
}

function shown(message: Joined, { tools, own, seen }: Known): ChatMessage {
  const { direction, seq, inner } = message;
  const kind = kindOf(inner);
  const { answers, name, at, byServer, text } = tools.shownMessage(message);
  const id = direction === "S" ? own.get(seq) : undefined;
  return {
    key: id === undefined ? `${direction}${seq}` : `own${id}`,
    direction,
    kind,
    text: kind === "files" ? text : textOf(kind, inner),
    answers,
    name,
    at,
    byServer,
    question: questionOf(kind, inner),
    choices: kind === "question" ? choicesOf(inner) : [],
    status: statusOf(message, seen),
  };
}

function saidText(said: Said): string {
  if (said.kind === "text") return said.text;
  return said.kind === "answer" ? said.answer : "";
}

function onItsWay({ id, said }: Entry, status: ChatMessage["status"]): ChatMessage[] {
  if (said === null || "do" in said) return [];
  return [
    {
      key: `own${id}`,
      direction: "S",
      kind: said.kind,
      text: saidText(said),
      answers: said.kind === "tip" ? said.tip.answers : {},
      name: "",
      at: "",
      byServer: false,
      question: said.kind === "answer" ? said.question : "",
      choices: [],
      status,
    },
  ];
}

/** One for each number of the page's, however many parts are left of it. */
const firstOfEach = (entries: readonly Entry[]) =>
  entries.filter(({ id }, i) => entries.findIndex((other) => other.id === id) === i);

/** The whole chat in reading order; half of a long text is not shown beside all of it. */
export function shownChat(known: Known): ChatMessage[] {
  const { messages, own, entries, refused, kept } = known;
  const unfinished = new Set([...entries, ...refused].map(({ id }) => id));
  const there = known.tools
    .joinParts(messages)
    .filter(({ inner }) => inner === null || !NOT_SHOWN.includes(inner.t))
    .filter(({ direction, seq }) => direction === "D" || !unfinished.has(own.get(seq) ?? null));
  return [
    ...there.map((message) => shown(message, known)),
    ...firstOfEach(refused).flatMap((entry) => onItsWay(entry, "refused")),
    ...firstOfEach(entries).flatMap((entry) => onItsWay(entry, kept ? "kept" : "sending")),
  ];
}

/** What the desk says that it has seen: by its acknowledgements, and by its word. */
export function seenUpTo(messages: readonly Message[], said: number): number {
  return messages.reduce(
    (most, { direction, ackSeq }) => (direction === "D" ? Math.max(most, ackSeq) : most),
    said,
  );
}
