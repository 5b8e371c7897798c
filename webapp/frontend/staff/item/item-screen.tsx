// An open item: what was said, what does not hold, and what can be done about it.

import type { Item } from "../api/types.ts";
import { LiveBody } from "../chat/live-body.tsx";
import { t } from "../i18n/i18n.ts";
import type { Talk } from "../live/talk.ts";
import { open } from "../store/session.ts";
import { TrainingPanel } from "../trainings/training-panel.tsx";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { CloseForm } from "./close-form.tsx";
import { ItemHead } from "./item-head.tsx";
import { LabelsForm } from "./labels-form.tsx";
import { Notes } from "./notes.tsx";
import { Reply } from "./reply.tsx";
import { SetAside } from "./set-aside.tsx";
import { ThreadView } from "./thread-view.tsx";
import { ToCase } from "./to-case.tsx";
import { type Opened, useConversation } from "./use-conversation.ts";
import { Warnings } from "./warnings.tsx";

const TRAINING = "training";

interface Props {
  conv: string;
  onItem: (item: Item) => void;
  onBack: () => void;
}

interface BodyProps {
  talk: Talk;
  opened: Opened;
}

function Tools({ talk, opened }: BodyProps) {
  const { item } = opened.answer;
  const mine = item.holder === open().me.staffId;
  const late = item.status === "closed" && opened.answer.may_attach === true;
  return (
    <aside class="item-tools" aria-label={t("item.tools")}>
      {late && opened.conversation.anchor !== null && (
        <section class="tool">
          <h2>{t("item.outcome")}</h2>
          <div class="actions stack">
            <ToCase opened={opened} state={talk} />
          </div>
        </section>
      )}
      {mine && (
        <section class="tool">
          <h2>{t("item.outcome")}</h2>
          <div class="actions stack">
            <ToCase opened={opened} state={talk} />
            {item.live == null && <CloseForm item={item} onItem={talk.setItem} />}
          </div>
        </section>
      )}
      {item.category === TRAINING && <TrainingPanel conv={talk.conv} />}
      {mine && <LabelsForm item={item} onItem={talk.setItem} />}
      {(item.status !== "closed" || item.blocked_until !== null) && (
        <SetAside item={item} onMoved={talk.reload} />
      )}
      <Notes conv={talk.conv} state={talk} />
    </aside>
  );
}

/** A tip, a request, or a chat that goes on as a tip: the thread and one reply at a time. */
function Written({ talk, opened }: BodyProps) {
  return (
    <div class="item-thread">
      <ThreadView talk={talk} messages={opened.conversation.messages} />
      <Reply conv={talk.conv} state={talk} />
    </div>
  );
}

function Body({ talk }: { talk: Talk }) {
  const opened = talk.opened.value;
  if (opened === null) return <p class="quiet-line">{t("app.loading")}</p>;
  const live = opened.answer.item.live != null;
  return (
    <>
      <ItemHead talk={talk} opened={opened} />
      <Warnings conversation={opened.conversation} />
      <div class="item-body">
        {live ? <LiveBody talk={talk} opened={opened} /> : <Written talk={talk} opened={opened} />}
        <Tools talk={talk} opened={opened} />
      </div>
    </>
  );
}

export function ItemScreen({ conv, onItem, onBack }: Props) {
  const talk = useConversation(conv, onItem);
  return (
    <section class="pane-item" aria-label={t("item.title")}>
      <Button kind="quiet" class="back" onClick={onBack}>
        {t("item.back")}
      </Button>
      <Failure text={talk.error.value} />
      <Body talk={talk} />
    </section>
  );
}
