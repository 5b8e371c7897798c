// How a live chat stands, in a few words: waits, goes on, rests, ended; each with a sign of its own.

import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { unread } from "../live/talks.ts";
import { nameOf, open } from "../store/session.ts";

const SIGNS = { waiting: "◔", live: "◉", resting: "◌", ended: "■" } as const;

/** The chip's words; an ended chat of mine says that its wrap-up is due. */
function Phase({ item }: { item: Item }) {
  if (item.live == null) return null;
  const { phase } = item.live;
  return (
    <span class={`chip live-${phase}`}>
      <span aria-hidden="true" class="chip-sign">
        {SIGNS[phase]}
      </span>
      {t(`live.chip.${phase}`)}
    </span>
  );
}

function Looking({ item }: { item: Item }) {
  const known = [open().me.staffId, item.holder];
  const names = (item.live?.looking ?? []).filter((id) => !known.includes(id)).map(nameOf);
  if (names.length === 0) return null;
  return <span class="chip">{t("live.looking", { names: names.join(", ") })}</span>;
}

export function LiveChips({ item }: { item: Item }) {
  if (item.live == null) return null;
  const { lost, escalated, phase, online, warned } = item.live;
  return (
    <>
      <Phase item={item} />
      {unread.value.has(item.conv) && (
        <span class="chip mark-unanswered">
          <span aria-hidden="true" class="chip-sign">
            ●
          </span>
          {t("live.unread")}
        </span>
      )}
      {escalated && phase === "waiting" && <span class="chip mark-bad">{t("live.escalated")}</span>}
      {lost && phase === "waiting" && <span class="chip mark-bad">{t("live.lost")}</span>}
      {phase !== "ended" && !online && <span class="chip">{t("live.offline")}</span>}
      {warned && <span class="chip">{t("live.warned")}</span>}
      <Looking item={item} />
    </>
  );
}
