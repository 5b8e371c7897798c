// What a person says becomes sealed messages, and the few codes that the queue may know of it.
import type { Inner, Thread } from "../../lib/thread.ts";
import type { Said } from "../engine/chat-protocol.ts";
import type { Labels } from "../engine/labels.ts";
import type { Answers, Door } from "../engine/protocol.ts";
import type { Tools } from "../engine/tools.ts";
import type { Content } from "../engine/writing.ts";

/** Answers on which the place in the queue depends. */
const WEIGHTY = ["danger_now", "minor", "language"];

export const changesLabels = (said: Said): boolean =>
  said.kind === "tip" || (said.kind === "answer" && WEIGHTY.includes(said.question));

/** Parts have a number in common, since another tab may write a long text at the same time. */
function textsOf({ textInners }: Tools, text: string, frame: Inner): Content[] {
  const inners = textInners(text, frame);
  if (inners.length === 1) return inners;
  const [long = 0] = crypto.getRandomValues(new Uint16Array(1));
  return textInners(text, { ...frame, long });
}

/** The messages that carry what was said, each of one bucket but for a whole tip. */
export function contentsOf(tools: Tools, said: Said, resumed: boolean): Content[] {
  const first = resumed ? { resumed: true } : {};
  switch (said.kind) {
    case "text":
      return textsOf(tools, said.text, { t: "text", at: tools.hourNow(), ...first });
    case "answer":
      return [{ t: "answer", q: said.question, a: said.answer, ...first }];
    case "safe_word":
      return [{ t: "safe_word", word: said.word, ...first }];
    case "tip":
      return [tools.tipBeginning(said.tip, said.language).content];
  }
}

const DOORS: readonly Door[] = ["need_help", "saw_something", "ask_something"];
const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** The labels after all that this person answered; of their own words none is in them. */
export function labelsOf(tools: Tools, { messages }: Thread): Omit<Labels, "channel" | "door"> {
  const answers: Record<string, string> = {};
  let door: Door = "need_help";
  let language = "en";
  for (const { direction, inner } of messages) {
    if (direction === "D" || inner === null) continue;
    if (inner.t === "chat") {
      door = DOORS.find((known) => known === inner.door) ?? door;
      language = word(inner.lang) || language;
    }
    if (inner.t === "answer") answers[word(inner.q)] = word(inner.a);
    if (inner.t === "tip") Object.assign(answers, inner.answers as Answers);
  }
  const chosen = answers.language ?? language;
  // Nobody needs to find the name of theirs in a list: an interpreter is asked for.
  const spoken = chosen === "other" ? "und" : chosen;
  const { category, urgency, priority, language: code } = tools.chatLabels(door, answers, spoken);
  return { category, urgency, priority, language: code };
}
