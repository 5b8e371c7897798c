// Who else is here, with what they hold: one line when closed, a list when opened. A supervisor
// decides there how many chats each of them holds at once.

import type { Colleague, ShiftAnswer } from "../api/live-types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { setCapacity } from "../live/shift.ts";
import { nameOf, open } from "../store/session.ts";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

const SUPERVISING = [2, 3];
const CAPACITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function Capacity({ it }: { it: Colleague }) {
  const { busy, error, run } = useAction();
  return (
    <>
      <select
        aria-label={t("shift.capacity", { name: nameOf(it.staff_id) })}
        value={it.capacity}
        disabled={busy}
        onChange={(event) => {
          const wanted = Number(event.currentTarget.value);
          void run(() => setCapacity(it.staff_id, wanted));
        }}
      >
        {CAPACITIES.map((count) => (
          <option key={count} value={count}>
            {t("shift.capacity-of", { count: number(count) })}
          </option>
        ))}
      </select>
      <Failure text={error} />
    </>
  );
}

function Row({ it }: { it: Colleague }) {
  return (
    <li class="colleague" data-status={it.status}>
      <span class="shift-dot" aria-hidden="true" />
      <bdi>{nameOf(it.staff_id)}</bdi>
      <span class="quiet">
        {t(`shift.status.${it.status}`)} ·{" "}
        {t("shift.load-of", { load: number(it.load), capacity: number(it.capacity) })}
      </span>
      {SUPERVISING.includes(open().me.role) && <Capacity it={it} />}
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
