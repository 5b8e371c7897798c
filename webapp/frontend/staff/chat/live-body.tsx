// The middle of a live chat: strip, standing, identity, thread, and the box to write in; after its
// end the wrap-up instead.

import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { ThreadView } from "../item/thread-view.tsx";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { outboxOf } from "../live/talks.ts";
import { seenUpTo } from "../logic/chat.ts";
import { open } from "../store/session.ts";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { Composer } from "./composer.tsx";
import { useDuties } from "./duties.ts";
import { Identity } from "./identity.tsx";
import { removeMember } from "./member-acts.ts";
import { OnTheWay } from "./on-the-way.tsx";
import { Standing } from "./standing.tsx";
import { Strip } from "./strip.tsx";
import { useSeen } from "./use-seen.ts";
import { WrapUp } from "./wrap-up.tsx";

/** Whether I am in this chat: its holder, or one who joined. */
function isIn({ holder, live }: Item): boolean {
  const mine = open().me.staffId;
  return holder === mine || (live?.members ?? []).some((it) => it.staff_id === mine);
}

function Writing({ talk, opened }: { talk: Talk; opened: Opened }) {
  const { item } = opened.answer;
  const ended = item.live?.phase === "ended";
  const mine = item.holder === open().me.staffId;
  if (ended) return mine ? <WrapUp talk={talk} opened={opened} /> : null;
  if (opened.conversation.blocked !== "" || opened.conversation.writing === null) return null;
  if (isIn(item)) return <Composer item={item} />;
  return (
    <p class="quiet-line">
      {t(item.holder === null ? "chat.claim-to-write" : "chat.join-to-write")}
    </p>
  );
}

export function LiveBody({ talk, opened }: { talk: Talk; opened: Opened }) {
  const { item } = opened.answer;
  const { messages } = opened.conversation;
  const outbox = outboxOf(talk.conv);
  const { error, run } = useAction();
  useDuties(talk);
  useSeen(talk, isIn(item));
  const seen = seenUpTo(messages, talk.seen.value);
  return (
    <div class="item-thread">
      <Standing item={item} onRemove={(member) => void run(() => removeMember(talk, member))} />
      <Failure text={error} />
      <Strip messages={messages} />
      {item.live?.phase !== "ended" && <Identity talk={talk} opened={opened} />}
      <ThreadView talk={talk} messages={messages} seen={seen} pending={outbox.entries.value.length}>
        <OnTheWay outbox={outbox} />
      </ThreadView>
      <Writing talk={talk} opened={opened} />
    </div>
  );
}
