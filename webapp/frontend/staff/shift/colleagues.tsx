// Who else is here, with what they hold: one line when closed, a list when opened.

import type { Colleague, ShiftAnswer } from "../api/live-types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { nameOf, open } from "../store/session.ts";

function Row({ it }: { it: Colleague }) {
  return (
    <li class="colleague" data-status={it.status}>
      <span class="shift-dot" aria-hidden="true" />
      <bdi>{nameOf(it.staff_id)}</bdi>
      <span class="quiet">
        {t(`shift.status.${it.status}`)} ·{" "}
        {t("shift.load-of", { load: number(it.load), capacity: number(it.capacity) })}
      </span>
    </li>
  );
}

/** Everybody but me. */
export const others = (answer: ShiftAnswer): readonly Colleague[] =>
  answer.colleagues.filter(({ staff_id: id }) => id !== open().me.staffId);

export function Colleagues({ answer }: { answer: ShiftAnswer }) {
  const here = others(answer).filter(({ status }) => status !== "off");
  return (
    <details class="colleagues">
      <summary>{t("shift.colleagues", { count: number(here.length) })}</summary>
      <div class="colleagues-list">
        {here.length === 0 && <p>{t("shift.alone")}</p>}
        <ul>
          {here.map((it) => (
            <Row key={it.staff_id} it={it} />
          ))}
        </ul>
      </div>
    </details>
  );
}
