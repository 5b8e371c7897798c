// The queue, and beside it (below it on a phone: instead of it) the item that is open.

import { Problem } from "../api/http.ts";
import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { ItemScreen } from "../item/item-screen.tsx";
import { api } from "../store/session.ts";
import { announce, go, type View } from "../store/view.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { Pager } from "../ui/pager.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { QueueRow } from "./queue-row.tsx";
import { QueueTabs } from "./queue-tabs.tsx";
import { type QueueState, useQueue } from "./use-queue.ts";

type QueueViewState = Extract<View, { screen: "queue" }>;

interface ListProps {
  view: QueueViewState;
  queue: QueueState;
  action: Action;
}

async function claim(item: Item, { view, queue }: ListProps): Promise<void> {
  try {
    queue.replace(await api.claim(item.conv));
    announce(t("queue.claimed"));
    go({ ...view, conv: item.conv });
  } catch (reason) {
    if (reason instanceof Problem && reason.status === 409) void queue.refresh();
    throw reason;
  }
}

function QueueList(props: ListProps) {
  const { view, queue, action } = props;
  const answer = queue.answer;
  if (answer === null) return <p class="quiet-line">{t("app.loading")}</p>;
  if (answer.items.length === 0) return <p class="empty">{t(`queue.empty.${view.tab}`)}</p>;
  return (
    <ul class="rows">
      {answer.items.map((item) => (
        <QueueRow
          key={item.conv}
          item={item}
          now={queue.now}
          fresh={queue.fresh.has(item.conv)}
          current={item.conv === view.conv}
          onOpen={() => go({ ...view, conv: item.conv })}
          onClaim={() => void action.run(() => claim(item, props))}
        />
      ))}
    </ul>
  );
}

export function QueueScreen({ view }: { view: QueueViewState }) {
  const queue = useQueue(view.tab, view.page);
  const action = useAction();
  const answer = queue.answer;
  return (
    <div class={view.conv === null ? "panes" : "panes split"}>
      <section class="pane-list" aria-label={t("nav.queue")}>
        <div class="pane-head">
          <ScreenHeading>{t("nav.queue")}</ScreenHeading>
          <QueueTabs
            tab={view.tab}
            counts={queue.counts}
            onTab={(tab) => go({ ...view, tab, page: 0 })}
          />
        </div>
        {queue.stale && <Notice tone="warn">{t("queue.stale")}</Notice>}
        <Failure text={action.error} />
        <QueueList view={view} queue={queue} action={action} />
        <Pager
          page={view.page}
          total={answer?.total ?? 0}
          onPage={(page) => go({ ...view, page })}
        />
      </section>
      {view.conv !== null && (
        <ItemScreen
          key={view.conv}
          conv={view.conv}
          onItem={queue.replace}
          onBack={() => go({ ...view, conv: null })}
        />
      )}
    </div>
  );
}
