// What the desk writes into a chat, as inner messages; all of it goes through the outbox, in order.

import { splitText, textInners } from "../../lib/parts.ts";
import type { Inner } from "../../lib/thread.ts";
import type { MemberKind } from "../api/live-types.ts";
import { mention } from "../live/line.ts";
import { outboxOf } from "../live/talks.ts";
import { hourOf } from "../logic/time.ts";
import { open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { newId } from "../vault/container.ts";

const at = (): string => hourOf(new Date());

const signed = (type: string): Inner => ({ t: type, at: at(), name: open().me.displayName });

/** Send a text; a long one goes as several messages, each of one size. */
export function sendText(conv: string, text: string): void {
  void outboxOf(conv).add(...textInners(text, signed("text")));
}

/** Ask something that a tap answers; raises with words where it is too long for one message. */
export function sendQuestion(conv: string, text: string): void {
  const inner = { ...signed("question"), id: newId(), choices: ["yes", "no"] };
  if (splitText(text, { ...inner, text: "" }).length > 1) throw new Told("chat.question-long");
  void outboxOf(conv).add({ ...inner, text });
}

/** Somebody of the desk came or went, said openly; resolves when it was sent, or has to wait. */
export const sayPresence = (
  conv: string,
  type: "joined" | "left",
  kind: MemberKind,
  name: string,
): Promise<void> => outboxOf(conv).add({ t: type, at: at(), kind, name });

/** The person's next message is to bring a new key. */
export const askForKey = (conv: string): Promise<void> =>
  outboxOf(conv).add({ t: "rekey", at: at() });

const WRITING_MS = 3_000;
let lastWriting = 0;

/** "The advocate is writing", at most every three seconds; only while the line is open. */
export function saidWriting(conv: string): void {
  const now = Date.now();
  if (now - lastWriting < WRITING_MS) return;
  lastWriting = now;
  mention("writing", { conv });
}
