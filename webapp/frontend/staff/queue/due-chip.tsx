// What is due and when, with a sign and words: due, due soon, late.

import type { Item } from "../api/types.ts";
import { age } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { dueState } from "../logic/due.ts";

const SIGNS = { later: "◷", soon: "◕", late: "⚠" } as const;

/** How long until then: an age seen from the other side. */
const until = (minute: string, now: Date): string =>
  age(now.toISOString().slice(0, 16), new Date(`${minute}Z`));

export function DueChip({ item, now }: { item: Item; now: Date }) {
  if (item.due === null) return null;
  const state = dueState(item.due, now);
  const words = t(`due.${item.due.kind}-${state === "late" ? "late" : "in"}`, {
    time: state === "late" ? age(item.due.minute, now) : until(item.due.minute, now),
  });
  return (
    <span class={`chip due-${state}`}>
      <span aria-hidden="true" class="chip-sign">
        {SIGNS[state]}
      </span>
      {state === "soon" && <span class="hidden">{t("due.soon")}: </span>}
      {words}
    </span>
  );
}
