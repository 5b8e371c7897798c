// Referrals that somebody wanted to look at again by today, above the list of cases.

import { useSignal } from "@preact/signals";
import type { ReleaseRow } from "../api/referral-calls.ts";
import { day, number } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { go } from "../store/view.ts";
import { CaseNumber } from "../ui/case-number.tsx";
import { usePoll } from "../ui/use-poll.ts";

type Due = ReleaseRow & { number: string };

export function FollowUps() {
  const due = useSignal<Due[]>([]);
  usePoll(async () => {
    // Without an answer the list stays as it was: the cases below say that the line is down.
    const answer = await api.followUps().catch(() => null);
    if (answer !== null) due.value = answer.due;
  }, "follow-ups");
  if (due.value.length === 0) return null;
  return (
    <details class="panel follow-ups">
      <summary>
        {t("referral.due")} <span class="count">{number(due.value.length)}</span>
      </summary>
      <ul class="rows">
        {due.value.map((row) => (
          <li key={row.release_id} class="row case-row">
            <CaseNumber number={row.number} />
            <button
              type="button"
              class="row-open"
              onClick={() => go({ screen: "case", id: row.case_id })}
            >
              {term("referral_mode", row.mode)} · {term("recipient_kind", row.recipient_kind)}
            </button>
            <time class="row-when" dateTime={row.follow_up_on ?? ""}>
              {row.follow_up_on === null ? "" : day(row.follow_up_on)}
            </time>
          </li>
        ))}
      </ul>
    </details>
  );
}
