// The queue, and beside it (below it on a phone: instead of it) the item that is open.

import { Problem } from "../api/http.ts";
import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { ItemScreen } from "../item/item-screen.tsx";
import { chosenOf, type QueueFilter } from "../logic/queue-filter.ts";
import { api, open } from "../store/session.ts";
import { announce, go, type View } from "../store/view.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { Pager } from "../ui/pager.tsx";
import { type Action, useAction } from "../ui/use-action.ts";
import { clearSelection, filter, selected, tick } from "./asked.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { QueueFilters } from "./filters.tsx";
import { QueueRow } from "./queue-row.tsx";
import { QueueTabs } from "./queue-tabs.tsx";
import { useKeys } from "./use-keys.ts";
import { type QueueState, useQueue } from "./use-queue.ts";
import { SavedViews } from "./views.tsx";

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
  const items = queue.answer?.items ?? [];
  const take = (item: Item): void => void action.run(() => claim(item, props));
  const box = (item: Item, range: boolean): void => tick(items, item, range);
  const say = (item: Item): void => {
    box(item, false);
    announce(t("bulk.selected", { count: selected.peek().size }));
  };
  useKeys(items, { tick: say, claim: take });
  if (queue.answer === null) return <p class="quiet-line">{t("app.loading")}</p>;
  const filtered = chosenOf(filter.value).length > 0;
  if (items.length === 0) {
    return <p class="empty">{t(filtered ? "filter.nothing" : `queue.empty.${view.tab}`)}</p>;
  }
  return (
    <ul class="rows">
      {items.map((item) => (
        <QueueRow
          key={item.conv}
          item={item}
          now={queue.now}
          fresh={queue.fresh.has(item.conv)}
          current={item.conv === view.conv}
          ticked={selected.value.has(item.conv)}
          onTick={(range) => box(item, range)}
          onOpen={() => go({ ...view, conv: item.conv })}
          onClaim={() => take(item)}
        />
      ))}
    </ul>
  );
}

/** How many answers are late: what whoever supervises looks at first. */
function Late({ queue, onLate }: { queue: QueueState; onLate: () => void }) {
  const { role } = open().me;
  if (queue.late === 0 || (role !== 2 && role !== 3)) return null;
  return (
    <button type="button" class="chip due-late late-count" onClick={onLate}>
      <span aria-hidden="true" class="chip-sign">
        ⚠
      </span>
      {t("due.count", { count: queue.late })}
    </button>
  );
}

function Head({ view, queue }: Omit<ListProps, "action">) {
  const ask = (next: QueueFilter, tab = view.tab): void => {
    filter.value = next;
    clearSelection();
    go({ ...view, tab, page: 0 });
  };
  return (
    <>
      <div class="pane-head">
        <ScreenHeading>{t("nav.queue")}</ScreenHeading>
        <Late queue={queue} onLate={() => ask({ ...filter.value, due: "late" }, "all")} />
        <QueueTabs
          tab={view.tab}
          counts={queue.counts}
          again={queue.again}
          onTab={(tab) => {
            clearSelection();
            go({ ...view, tab, page: 0 });
          }}
        />
      </div>
      <QueueFilters tab={view.tab} total={queue.answer?.total} onFilter={ask}>
        <SavedViews tab={view.tab} onFilter={ask} />
      </QueueFilters>
    </>
  );
}

export function QueueScreen({ view }: { view: QueueViewState }) {
  const queue = useQueue(view.tab, view.page);
  const action = useAction();
  const total = queue.answer?.total ?? 0;
  return (
    <div class={view.conv === null ? "panes" : "panes split"}>
      <section class="pane-list" aria-label={t("nav.queue")}>
        <Head view={view} queue={queue} />
        {queue.stale && <Notice tone="warn">{t("queue.stale")}</Notice>}
        {queue.strange > 0 && (
          <Notice tone="bad">{t("queue.strange", { count: queue.strange })}</Notice>
        )}
        <Failure text={action.error} />
        <BulkBar
          tab={view.tab}
          rows={queue.answer?.items ?? []}
          total={total}
          onDone={() => void queue.refresh()}
        />
        <QueueList view={view} queue={queue} action={action} />
        <Pager page={view.page} total={total} onPage={(page) => go({ ...view, page })} />
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
