// The interpreter's desk: the conversations they were let into, one of them open, and nothing else.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Item } from "../api/types.ts";
import { LiveBody } from "../chat/live-body.tsx";
import { leave } from "../chat/member-acts.ts";
import { day, languageName } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { useConversation } from "../item/use-conversation.ts";
import { Warnings } from "../item/warnings.tsx";
import { hearing } from "../live/line.ts";
import type { Talk } from "../live/talk.ts";
import { LineNote } from "../shift/line-note.tsx";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { explain } from "../ui/explain.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { LiveChips } from "../ui/live-chip.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { usePoll } from "../ui/use-poll.ts";

function useJoined() {
  const items = useSignal<readonly Item[] | null>(null);
  const error = useSignal("");
  const news = useSignal(0);
  useEffect(
    () =>
      hearing("queue", () => {
        news.value += 1;
      }),
    [],
  );
  usePoll(async () => {
    try {
      items.value = (await api.joined()).items;
      error.value = "";
    } catch (reason) {
      error.value = explain(reason);
    }
  }, String(news.value));
  return { items: items.value, error: error.value };
}

function Row({ item, onOpen }: { item: Item; onOpen: () => void }) {
  return (
    <li class="row">
      <span class="row-what">
        <button type="button" class="row-open" onClick={onOpen}>
          {term("channel", item.channel)} · {day(item.day)}
        </button>
        <span class="row-door">{languageName(item.language)}</span>
      </span>
      <span class="row-state">
        <LiveChips item={item} />
      </span>
    </li>
  );
}

function Head({ talk, item, onGone }: { talk: Talk; item: Item; onGone: () => void }) {
  const { busy, error, run } = useAction();
  const go = async (): Promise<void> => {
    await leave(talk, "interpreter");
    announce(t("member.left"));
    onGone();
  };
  return (
    <div class="item-head">
      <div class="item-title">
        <ScreenHeading>{term("channel", item.channel)}</ScreenHeading>
        <LiveChips item={item} />
      </div>
      <p class="item-facts">
        <span>{languageName(item.language)}</span>
        <span>{day(item.day)}</span>
      </p>
      <div class="actions">
        <Button busy={busy} onClick={() => void run(go)}>
          {t("member.leave")}
        </Button>
      </div>
      <Failure text={error} />
    </div>
  );
}

function Joined({ conv, onBack }: { conv: string; onBack: () => void }) {
  const talk = useConversation(conv, () => undefined);
  const opened = talk.opened.value;
  return (
    <section class="pane-item" aria-label={t("item.title")}>
      <Button kind="quiet" class="back" onClick={onBack}>
        {t("interpreter.back")}
      </Button>
      <Failure text={talk.error.value} />
      {opened === null ? (
        <p class="quiet-line">{t("app.loading")}</p>
      ) : (
        <>
          <Head talk={talk} item={opened.answer.item} onGone={onBack} />
          <Warnings conversation={opened.conversation} />
          <LiveBody talk={talk} opened={opened} />
        </>
      )}
    </section>
  );
}

export function InterpreterScreen() {
  const { items, error } = useJoined();
  const conv = useSignal<string | null>(null);
  const set = (next: string | null) => (): void => {
    conv.value = next;
  };
  const shown = conv.value;
  const isIn = items?.some((it) => it.conv === shown) ?? false;
  if (shown !== null && isIn) return <Joined key={shown} conv={shown} onBack={set(null)} />;
  return (
    <section class="sheet wide">
      <ScreenHeading>{t("interpreter.conversations")}</ScreenHeading>
      <LineNote />
      <Failure text={error} />
      {items?.length === 0 && <p class="empty">{t("interpreter.none")}</p>}
      <ul class="rows">
        {items?.map((item) => (
          <Row key={item.conv} item={item} onOpen={set(item.conv)} />
        ))}
      </ul>
    </section>
  );
}
