// Small labels: priority and urgency carry a shape and a word, so colour is only the third sign.

import type { Item } from "../api/types.ts";
import { t, term } from "../i18n/i18n.ts";

const PRIORITY_SIGNS: Record<string, string> = { urgent: "▲▲", high: "▲", medium: "■", low: "▽" };

export function PriorityChip({ code }: { code: string }) {
  return (
    <span class={`chip priority-${code}`}>
      <span aria-hidden="true" class="chip-sign">
        {PRIORITY_SIGNS[code] ?? "■"}
      </span>
      <span class="hidden">{t("label.priority")}: </span>
      {term("priority", code)}
    </span>
  );
}

export function UrgencyChip({ code }: { code: string }) {
  return (
    <span class={`chip urgency-${code}`}>
      <span class="hidden">{t("label.urgency")}: </span>
      {term("urgency", code)}
    </span>
  );
}

type StatusList = "item_status" | "case_status" | "training_status";

export function StatusChip({ list, code }: { list: StatusList; code: string }) {
  return (
    <span class={`chip status-${code}`}>
      <span class="hidden">{t("label.status")}: </span>
      {term(list, code)}
    </span>
  );
}

/** What stands out about an item: nobody answered yet, or the server sealed it. */
export function Marks({ item }: { item: Item }) {
  return (
    <>
      {item.unanswered && (
        <span class="chip mark-unanswered">
          <span aria-hidden="true" class="chip-sign">
            ●
          </span>
          {t("queue.unanswered")}
        </span>
      )}
      {item.server_opened && <span class="chip mark-server">{t("queue.server-opened")}</span>}
    </>
  );
}
