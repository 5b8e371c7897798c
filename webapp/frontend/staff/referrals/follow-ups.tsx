// Referrals and cases that somebody wanted to look at again by today, above the list of cases.

import type { ReleaseRow } from "../api/referral-calls.ts";
import type { DueCase } from "../api/team-calls.ts";
import { day, number } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { today } from "../logic/time.ts";
import { titleOfCase } from "../search/case-index.ts";
import { askDue, due, dueCount } from "../store/due.ts";
import { go } from "../store/view.ts";
import { CaseNumber } from "../ui/case-number.tsx";
import { usePoll } from "../ui/use-poll.ts";

interface Due {
  id: string;
  caseId: string;
  number: string;
  on: string;
  what: string;
}

const ofReferral = (row: ReleaseRow & { number: string }): Due => ({
  id: row.release_id,
  caseId: row.case_id,
  number: row.number,
  on: row.follow_up_on ?? "",
  what: `${term("referral_mode", row.mode)} · ${term("recipient_kind", row.recipient_kind)}`,
});

const ofCase = (row: DueCase): Due => ({
  id: row.record_id,
  caseId: row.case_id,
  number: row.number,
  on: row.due_on,
  // What for is sealed in the case; its title is here once cards are read.
  what: titleOfCase(row.case_id) || t("follow.title"),
});

function Row({ row }: { row: Due }) {
  const isLate = row.on < today();
  return (
    <li class="row case-row">
      <CaseNumber number={row.number} />
      <span class="row-what">
        <button
          type="button"
          class="row-open"
          onClick={() => go({ screen: "case", id: row.caseId })}
        >
          <bdi>{row.what}</bdi>
        </button>
      </span>
      {isLate && <span class="chip mark-late">{t("follow.late")}</span>}
      <time class="row-when" dateTime={row.on}>
        {row.on === "" ? "" : day(row.on)}
      </time>
    </li>
  );
}

export function FollowUps() {
  usePoll(askDue, "follow-ups");
  const all = [...due.value.due.map(ofReferral), ...due.value.cases.map(ofCase)];
  all.sort((a, b) => (a.on < b.on ? -1 : 1));
  if (all.length === 0) return null;
  return (
    <details class="panel follow-ups">
      <summary>
        {t("referral.due")} <span class="count">{number(dueCount.value)}</span>
      </summary>
      <ul class="rows">
        {all.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </details>
  );
}
