// The unsealed thread: who wrote what, in the order of their numbers, junk included.

import { useEffect, useRef } from "preact/hooks";
import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { type Inner, shownAs, textOf } from "../logic/answers.ts";
import type { OpenedMessage } from "../vault/conversation.ts";
import { Answers } from "./answers.tsx";

function Body({ inner }: { inner: Inner | null }) {
  const shown = shownAs(inner);
  if (shown === "tip" && inner !== null) return <Answers inner={inner} />;
  if (shown === "text") {
    return (
      <p class="message-text" dir="auto">
        {textOf(inner, "body")}
      </p>
    );
  }
  return <p class="message-odd">{t(`item.${shown}`, { kind: textOf(inner, "t") })}</p>;
}

function Message({ message }: { message: OpenedMessage }) {
  const { inner, direction } = message;
  const who =
    direction === "S" ? t("item.from-source") : textOf(inner, "name") || t("item.from-desk");
  return (
    <li class={direction === "S" ? "message theirs" : "message ours"}>
      <p class="message-head">
        <strong>
          <bdi>{who}</bdi>
        </strong>
        <span class="message-when">{hour(textOf(inner, "at"))}</span>
        {message.serverSealed && <span class="chip mark-server">{t("queue.server-opened")}</span>}
      </p>
      <Body inner={inner} />
    </li>
  );
}

export function ThreadView({ messages }: { messages: readonly OpenedMessage[] }) {
  const end = useRef<HTMLDivElement>(null);
  const count = messages.length;
  useEffect(() => {
    // A reader who is at the end stays at the end; one who reads above is left alone.
    const box = end.current?.closest(".thread");
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < 240) {
      box.scrollTop = box.scrollHeight;
    }
  }, [count]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="thread" role="log" aria-label={t("item.thread")} tabIndex={0}>
      <ol class="messages">
        {messages.map((message) => (
          <Message key={`${message.direction}${message.seq}`} message={message} />
        ))}
      </ol>
      <div ref={end} />
    </div>
  );
}
