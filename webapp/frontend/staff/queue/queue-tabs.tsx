// Waiting, mine, all: three lists with their counts.

import type { QueueView } from "../api/calls.ts";
import type { QueueAnswer } from "../api/types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";

const TABS: readonly QueueView[] = ["waiting", "mine", "all"];

interface Props {
  tab: QueueView;
  counts: QueueAnswer["counts"] | undefined;
  onTab: (tab: QueueView) => void;
}

export function QueueTabs({ tab, counts, onTab }: Props) {
  return (
    <nav class="tabs" aria-label={t("queue.tabs")}>
      {TABS.map((it) => (
        <button
          key={it}
          type="button"
          class="tab"
          aria-current={it === tab ? "page" : undefined}
          onClick={() => onTab(it)}
        >
          {t(`queue.tab.${it}`)}
          {counts && <span class="count">{number(counts[it])}</span>}
        </button>
      ))}
    </nav>
  );
}
