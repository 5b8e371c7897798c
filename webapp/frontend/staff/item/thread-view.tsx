// The unsealed thread: who wrote what, in the order of their numbers, junk included; in a chat also
// what is on its way, what the person has seen, and who came and went.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Joined, joinParts } from "../../lib/parts.ts";
import { FileList } from "../files/file-list.tsx";
import { KnownFilesOf, useFilesOf } from "../files/known-files.ts";
import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import type { Talk } from "../live/talk.ts";
import { type Inner, shownAs, textOf } from "../logic/answers.ts";
import { askedBy, lineOf } from "../logic/chat.ts";
import { filesIn } from "../logic/sent-files.ts";
import type { OpenedMessage } from "../vault/conversation.ts";
import { Answers } from "./answers.tsx";
import { eventOf, tapped } from "./chat-words.ts";

function Words({ inner }: { inner: Inner | null }) {
  const shown = shownAs(inner);
  if (shown === "tip" && inner !== null) return <Answers inner={inner} />;
  if (shown === "files") return <FileList inner={inner} />;
  if (shown === "text") {
    return (
      <p class="message-text" dir="auto">
        {textOf(inner, "body")}
      </p>
    );
  }
  return <p class="message-odd">{t(`item.${shown}`, { kind: textOf(inner, "t") })}</p>;
}

function Answered({ inner, all }: { inner: Inner | null; all: readonly OpenedMessage[] }) {
  const asked = askedBy(all, textOf(inner, "q"));
  return (
    <>
      {asked !== "" && (
        <p class="message-asked" dir="auto">
          {asked}
        </p>
      )}
      <p class="message-text" dir="auto">
        <strong>{tapped("", textOf(inner, "a"))}</strong>
      </p>
    </>
  );
}

function Body({ message, all }: { message: Joined; all: readonly OpenedMessage[] }) {
  const { inner } = message;
  switch (lineOf(message)) {
    case "answer":
      return <Answered inner={inner} all={all} />;
    case "question":
      return (
        <>
          <p class="message-text" dir="auto">
            {textOf(inner, "text")}
          </p>
          <p class="quiet">{t("chat.question-asked")}</p>
        </>
      );
    default:
      return <Words inner={inner} />;
  }
}

interface MessageProps {
  message: Joined;
  all: readonly OpenedMessage[];
  state: string;
}

function Message({ message, all, state }: MessageProps) {
  const { inner, direction } = message;
  const happened = eventOf(message);
  if (happened !== null) return <li class="event">{happened}</li>;
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
      <Body message={message} all={all} />
      {state !== "" && <p class="message-state">{state}</p>}
    </li>
  );
}

interface Props {
  talk: Talk;
  messages: readonly OpenedMessage[];
  /** In a live chat: the highest number of ours that the person has seen. */
  seen?: number;
  /** What is on its way, below everything that arrived. */
  children?: ComponentChildren;
  /** Changes whenever `children` grow. */
  pending?: number;
}

/** A reader who is at the end stays at the end; one who reads above is left alone. */
function useEnd(count: number) {
  const end = useRef<HTMLDivElement>(null);
  const first = useRef(true);
  useEffect(() => {
    const box = end.current?.closest(".thread");
    if (!box || count === 0) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < 240;
    if (near || first.current) box.scrollTop = box.scrollHeight;
    first.current = false;
  }, [count]);
  return end;
}

export function ThreadView({ talk, messages, seen, children, pending = 0 }: Props) {
  const end = useEnd(messages.length + pending);
  const named = messages.flatMap(({ inner }) => filesIn(inner).flatMap((file) => file?.id ?? []));
  const files = useFilesOf(talk, named);
  const shown = joinParts(messages).filter((message) => lineOf(message) !== "hidden");
  const stateOf = ({ direction, last }: Joined): string =>
    seen === undefined || direction === "S" ? "" : t(last <= seen ? "chat.seen" : "chat.sent");
  return (
    <div
      class="thread"
      role="log"
      aria-live="polite"
      aria-label={t("item.thread")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <KnownFilesOf value={files}>
        <ol class="messages">
          {shown.map((message) => (
            <Message
              key={`${message.direction}${message.seq}`}
              message={message}
              all={messages}
              state={stateOf(message)}
            />
          ))}
          {children}
        </ol>
      </KnownFilesOf>
      <div ref={end} />
    </div>
  );
}
