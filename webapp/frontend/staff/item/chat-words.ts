// A chat's messages that are no plain words, as sentences: who came and went, what was asked and tapped.

import type { Joined } from "../../lib/parts.ts";
import { languageName } from "../i18n/format.ts";
import { known, t } from "../i18n/i18n.ts";
import { shownAs, textOf } from "../logic/answers.ts";
import { askedBy, lineOf } from "../logic/chat.ts";
import type { OpenedMessage } from "../vault/conversation.ts";

/** A tapped answer by its name; anything else is the person's own words. */
export function tapped(question: string, answer: string): string {
  if (question === "language") return languageName(answer);
  const id = `term.yes_no.${answer}`;
  return known(id) ? t(id) : answer;
}

const joinedAs = (kind: string): string =>
  known(`chat.joined.${kind}`) ? `chat.joined.${kind}` : "chat.joined.partner";

/** What happened, rather than what was said; null for what was said. */
export function eventOf(message: Joined): string | null {
  const { inner, direction } = message;
  const name = textOf(inner, "name");
  switch (lineOf(message)) {
    case "opening":
      return t(inner?.safe === true ? "chat.opened-safe" : "chat.opened");
    case "safe-word":
      return t("chat.safe-word-given", { word: textOf(inner, "word") });
    case "joined":
      return t(joinedAs(textOf(inner, "kind")), { name });
    case "left":
      return t("chat.left", { name });
    case "end":
      return t(direction === "S" ? "chat.ended-by-person" : "chat.ended-by-desk");
    default:
      return null;
  }
}

function answerIn(message: Joined, all: readonly OpenedMessage[]): string {
  const [question, answer] = [textOf(message.inner, "q"), textOf(message.inner, "a")];
  const strip = `chat.strip.${question}`;
  const asked = known(strip) ? t(strip) : askedBy(all, question);
  return asked === "" ? tapped(question, answer) : `${asked} ${tapped(question, answer)}`;
}

/** Any message in one line; "" for what is between the two programs only. */
export function lineWords(message: Joined, all: readonly OpenedMessage[]): string {
  const { inner } = message;
  const happened = eventOf(message);
  if (happened !== null) return happened;
  if (inner?.t === "answer") return answerIn(message, all);
  if (inner?.t === "question") return textOf(inner, "text");
  if (inner?.t === "rekey") return "";
  const shown = shownAs(inner);
  if (shown === "text") return textOf(inner, "body");
  if (shown === "files") return t("file.sent");
  const answers = inner?.answers as Record<string, unknown> | undefined;
  return shown === "tip"
    ? String(answers?.what ?? "")
    : t(`item.${shown}`, { kind: textOf(inner, "t") });
}
