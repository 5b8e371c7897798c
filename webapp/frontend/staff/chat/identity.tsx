// The safe word, and whether the person has been recognised since they were away.

import { joinParts } from "../../lib/parts.ts";
import { t } from "../i18n/i18n.ts";
import { saveNote } from "../item/save-note.ts";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { gapOf, identityOf, markedUpTo, safeWordOf } from "../logic/chat.ts";
import { open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

function Unverified({ talk, opened }: { talk: Talk; opened: Opened }) {
  const { busy, error, run } = useAction();
  const reads = open().me.role <= 3;
  const word = safeWordOf(opened.conversation.messages);
  const mark = async (): Promise<void> => {
    const identity = gapOf(opened.conversation.messages, talk.gaps.since);
    const words = { body: t("identity.note", { number: identity }), identity };
    await saveNote(talk.conv, "identity", opened.notes, words);
    announce(t("identity.marked"));
    await talk.reload();
  };
  return (
    <Notice tone="warn" live>
      <strong>{t("identity.unverified")}</strong>{" "}
      {t(word === "" ? "identity.no-word" : "identity.ask-word")}
      {reads && (
        <div class="actions">
          <Button busy={busy} onClick={() => void run(mark)}>
            {t("identity.mark")}
          </Button>
        </div>
      )}
      <Failure text={error} />
    </Notice>
  );
}

export function Identity({ talk, opened }: { talk: Talk; opened: Opened }) {
  const { messages } = opened.conversation;
  const word = safeWordOf(messages);
  const marked = markedUpTo(opened.notes.list);
  const state = identityOf(joinParts(messages), talk.gaps.since, marked);
  return (
    <>
      {word !== "" && (
        <p class="safe-word">
          {t("identity.word")} <strong dir="auto">{word}</strong>
        </p>
      )}
      {state === "unverified" && <Unverified talk={talk} opened={opened} />}
      {state === "verified" && <Notice tone="good">{t("identity.verified")}</Notice>}
    </>
  );
}
