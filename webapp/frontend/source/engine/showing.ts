// What the page may show of a conversation: texts, names and plain codes, never keys or bytes.
import { joinParts } from "../../lib/parts.ts";
import type { Inner, Message, Thread, Warning } from "../../lib/thread.ts";
import type { Answers, Shown, ShownMessage, WarningCode } from "./protocol.ts";

const KINDS = ["text", "tip", "files"] as const;

const word = (value: unknown): string => (typeof value === "string" ? value : "");

function answersOf(inner: Inner): Answers {
  const answers = inner.answers;
  if (typeof answers !== "object" || answers === null) return {};
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => word(value) !== ""));
}

/** Kind and size of every file that a message names, as far as they are any. */
function filesOf({ files }: Inner): string {
  const lines = Array.isArray(files) ? files : [];
  return lines.map((file) => `${word(file?.kind)} ${Number(file?.size)}`).join("\n");
}

function textOf(kind: ShownMessage["kind"], inner: Inner | null): string {
  if (inner === null || kind === "tip") return "";
  return kind === "files" ? filesOf(inner) : word(kind === "text" && inner.body);
}

function kindOf(inner: Inner | null): ShownMessage["kind"] {
  if (inner === null) return "unreadable";
  return KINDS.find((known) => known === inner.t) ?? "unsupported";
}

export function shownMessage({ direction, inner, serverSealed }: Message): ShownMessage {
  const kind = kindOf(inner);
  return {
    direction,
    kind,
    text: textOf(kind, inner),
    answers: inner !== null && kind === "tip" ? answersOf(inner) : {},
    name: word(inner?.name),
    at: word(inner?.at),
    byServer: serverSealed,
  };
}

// Eleven ways in which a chain can be wrong become five sentences: a person needs to know what to
// make of it, not which hash it was.
const SENTENCES: Readonly<Record<Warning["code"], WarningCode>> = {
  malformed: "order",
  other_conversation: "order",
  two_of_one_number: "order",
  broken_prev: "order",
  broken_ack: "order",
  gap: "gap",
  withheld_newest: "gap",
  withheld_beginning: "beginning",
  expired_beginning: "expired",
  generation_fell: "key",
  old_generation_reply: "key",
};

/** Between the two programs only: the desk asks for a new key, and the next message brings one. */
const isForPeople = ({ inner }: Message) => inner?.t !== "rekey";

export interface Known {
  /** The server offered a key that is not ours. */
  readonly strangeKey: boolean;
  readonly serverOpened: boolean;
}

/** Each sentence once, of all that is wrong with a thread. */
export function warningsOf({ warnings }: Thread, { strangeKey }: Known): WarningCode[] {
  const codes = warnings.map(({ code }) => SENTENCES[code]);
  return [...new Set<WarningCode>(strangeKey ? ["key", ...codes] : codes)];
}

/** A thread as the page shows it. */
export function shownThread(thread: Thread, known: Known): Shown {
  const messages = joinParts(thread.messages).filter(isForPeople).map(shownMessage);
  return { messages, warnings: warningsOf(thread, known), serverOpened: known.serverOpened };
}
