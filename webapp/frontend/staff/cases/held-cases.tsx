// Cases that a legal hold keeps, above the list of cases: the one whose hold ends first on top.

import { useSignal } from "@preact/signals";
import type { HeldCase } from "../api/retention-calls.ts";
import { day, number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { titleOfCase } from "../search/case-index.ts";
import { api, nameOf } from "../store/session.ts";
import { go } from "../store/view.ts";
import { CaseNumber } from "../ui/case-number.tsx";
import { usePoll } from "../ui/use-poll.ts";

export function HeldCases() {
  const held = useSignal<readonly HeldCase[]>([]);
  usePoll(async () => {
    const answer = await api.heldCases().catch(() => null);
    if (answer !== null) held.value = answer.holds;
  }, "held-cases");
  if (held.value.length === 0) return null;
  return (
    <details class="panel">
      <summary>
        {t("hold.cases")} <span class="count">{number(held.value.length)}</span>
      </summary>
      <ul class="rows">
        {held.value.map((row) => (
          <li key={row.record_id} class="row case-row">
            <CaseNumber number={row.number} />
            <span class="row-what">
              <button
                type="button"
                class="row-open"
                onClick={() => go({ screen: "case", id: row.case_id })}
              >
                <bdi>{titleOfCase(row.case_id) || t("hold.title")}</bdi>
              </button>
            </span>
            <span>{t("hold.until", { day: day(row.until), name: nameOf(row.staff_id) })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
