// What the person tapped while waiting, in one line above the thread; danger stands out.

import { languageName } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { tapped } from "../item/chat-words.ts";
import { textOf } from "../logic/answers.ts";
import { stripOf } from "../logic/chat.ts";
import type { OpenedMessage } from "../vault/conversation.ts";

const isGrave = (question: string, answer: string): boolean =>
  answer === "yes" && (question === "danger_now" || question === "minor");

export function Strip({ messages }: { messages: readonly OpenedMessage[] }) {
  const opening = messages.find(({ inner }) => inner?.t === "chat")?.inner ?? null;
  const answers = stripOf(messages);
  if (opening === null && answers.length === 0) return null;
  return (
    <dl class="strip">
      {opening !== null && (
        <div class="strip-fact">
          <dt>{t("chat.safe-to-talk")}</dt>
          <dd>{t(opening.safe === true ? "term.yes_no.yes" : "term.yes_no.unknown")}</dd>
        </div>
      )}
      {opening !== null && textOf(opening, "lang") !== "" && (
        <div class="strip-fact">
          <dt>{t("chat.page-language")}</dt>
          <dd>{languageName(textOf(opening, "lang"))}</dd>
        </div>
      )}
      {answers.map(([question, answer]) => (
        <div key={question} class={isGrave(question, answer) ? "strip-fact grave" : "strip-fact"}>
          <dt>{t(`chat.strip.${question}`)}</dt>
          <dd dir="auto">{tapped(question, answer)}</dd>
        </div>
      ))}
    </dl>
  );
}
