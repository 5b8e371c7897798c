// Waiting, mine, all: three lists with their counts.

import type { QueueView } from "../api/calls.ts";
import type { QueueAnswer } from "../api/types.ts";
import { counted } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";

const TABS: readonly QueueView[] = ["waiting", "mine", "all", "quarantined"];

interface Props {
  tab: QueueView;
  counts: QueueAnswer["counts"] | undefined;
  /** How many in quarantine have written since. */
  again: number;
  onTab: (tab: QueueView) => void;
}

export function QueueTabs({ tab, counts, again, onTab }: Props) {
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
          {counts && <span class="count">{counted(counts[it])}</span>}
          {it === "quarantined" && again > 0 && (
            <span class="chip mark-unanswered">{t("queue.wrote-again", { count: again })}</span>
          )}
        </button>
      ))}
    </nav>
  );
}
