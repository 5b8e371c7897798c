// What was said in a conversation, whole: a tip with all its answers, and nothing of who came and
// went, of agreed safe words, or of what the programs tell each other.

import type { Joined } from "../../lib/parts.ts";
import { shownAs } from "../logic/answers.ts";
import type { OpenedMessage } from "../vault/conversation.ts";
import { lineOfAnswer, wordsOfAnswers } from "./answer-words.ts";
import { eventOf, lineWords } from "./chat-words.ts";

/** The words of a message; "" where it holds none that were said. */
export function saidWords(message: Joined, all: readonly OpenedMessage[]): string {
  const { inner } = message;
  if (inner === null || eventOf(message) !== null) return "";
  if (shownAs(inner) !== "tip") return lineWords(message, all);
  return wordsOfAnswers(inner).map(lineOfAnswer).join("\n");
}
