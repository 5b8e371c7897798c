// Our own words that the server has not confirmed yet: being sent, kept for another try, refused.

import { type Joined, joinParts } from "../../lib/parts.ts";
import { t } from "../i18n/i18n.ts";
import type { Entry, Outbox } from "../live/outbox.ts";
import { textOf } from "../logic/answers.ts";
import { lineOf } from "../logic/chat.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";

/** The entry as the message that it will be; parts of one text are shown as one. */
const asMessage = ({ id, inner }: Entry) => ({
  direction: "D" as const,
  seq: id,
  gen: 1,
  inner,
  serverSealed: false,
  ackSeq: 0,
});

interface Props {
  message: Joined;
  entries: readonly Entry[];
  outbox: Outbox;
}

function Pending({ message, entries, outbox }: Props) {
  const { inner, seq, last } = message;
  const ours = entries.filter(({ id }) => id >= seq && id <= last);
  const refused = ours.find(({ state }) => state === "refused");
  const kept = ours.some(({ state }) => state === "kept");
  const drop = (): void => {
    for (const { id } of ours) outbox.drop(id);
  };
  return (
    <li class="message ours pending">
      <p class="message-text" dir="auto">
        {textOf(inner, "body") || textOf(inner, "text")}
      </p>
      {refused === undefined ? (
        <p class="message-state">{t(kept ? "chat.kept" : "chat.sending")}</p>
      ) : (
        <>
          <Failure text={`${t("chat.not-sent")} ${refused.why}`} />
          <Button onClick={drop}>{t("chat.drop")}</Button>
        </>
      )}
    </li>
  );
}

export function OnTheWay({ outbox }: { outbox: Outbox }) {
  const entries = outbox.onTheWay;
  const shown = joinParts(entries.map(asMessage)).filter((it) => {
    const line = lineOf(it);
    return line === "words" || line === "question";
  });
  return (
    <>
      {shown.map((message) => (
        <Pending key={message.seq} message={message} entries={entries} outbox={outbox} />
      ))}
    </>
  );
}
