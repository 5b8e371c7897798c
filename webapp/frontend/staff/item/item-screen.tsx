// An open item: what was said, what does not hold, and what can be done about it.

import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { CloseForm } from "./close-form.tsx";
import { ItemHead } from "./item-head.tsx";
import { LabelsForm } from "./labels-form.tsx";
import { Notes } from "./notes.tsx";
import { Reply } from "./reply.tsx";
import { ThreadView } from "./thread-view.tsx";
import { ToCase } from "./to-case.tsx";
import { type ConversationState, type Opened, useConversation } from "./use-conversation.ts";
import { Warnings } from "./warnings.tsx";

interface Props {
  conv: string;
  onItem: (item: Item) => void;
  onBack: () => void;
}

function Tools({
  conv,
  opened,
  state,
}: {
  conv: string;
  opened: Opened;
  state: ConversationState;
}) {
  const { item } = opened.answer;
  const mine = item.holder === open().me.staffId;
  return (
    <aside class="item-tools" aria-label={t("item.tools")}>
      {mine && (
        <section class="tool">
          <h2>{t("item.outcome")}</h2>
          <div class="actions stack">
            <ToCase opened={opened} state={state} />
            <CloseForm item={item} onItem={state.setItem} />
          </div>
        </section>
      )}
      {mine && <LabelsForm item={item} onItem={state.setItem} />}
      <Notes conv={conv} state={state} />
    </aside>
  );
}

function Body({ conv, state }: { conv: string; state: ConversationState }) {
  const opened = state.opened.value;
  if (opened === null) return <p class="quiet-line">{t("app.loading")}</p>;
  return (
    <>
      <ItemHead item={opened.answer.item} onItem={state.setItem} />
      <Warnings conversation={opened.conversation} />
      <div class="item-body">
        <div class="item-thread">
          <ThreadView messages={opened.conversation.messages} />
          <Reply conv={conv} state={state} />
        </div>
        <Tools conv={conv} opened={opened} state={state} />
      </div>
    </>
  );
}

export function ItemScreen({ conv, onItem, onBack }: Props) {
  const state = useConversation(conv, onItem);
  return (
    <section class="pane-item" aria-label={t("item.title")}>
      <Button kind="quiet" class="back" onClick={onBack}>
        {t("item.back")}
      </Button>
      <Failure text={state.error.value} />
      <Body conv={conv} state={state} />
    </section>
  );
}
