// How many people a case is about, in its head: what its sections say, added up.

import { t, term } from "../i18n/i18n.ts";
import { flatSection } from "../logic/case-record.ts";
import { totalsOf } from "../logic/people.ts";
import { TERMS } from "../logic/terms.ts";
import { isBroken } from "../vault/read-records.ts";
import { tallyText } from "./record-view.ts";
import type { CaseState } from "./use-case.ts";

export function PeopleTotals({ state }: { state: CaseState }) {
  const people = state.opened.sections.filter(
    (record) => record.current.inner?.t === "person" && !isBroken(record),
  );
  const { roles, minors } = totalsOf(
    people.map(({ current }) => flatSection(current.inner)),
    TERMS.person_role,
  );
  const shown: [string, string][] = [...roles].map(([role, tally]) => [
    term("person_role", role),
    tallyText(tally),
  ]);
  if (minors.high > 0) shown.push([t("people-count.minors"), tallyText(minors)]);
  if (shown.length === 0) return null;
  return (
    <dl class="totals">
      {shown.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
