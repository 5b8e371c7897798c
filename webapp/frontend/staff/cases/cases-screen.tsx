// The list of cases: number, unsealed title, status, day.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CaseListed, CasesAnswer } from "../api/types.ts";
import { counted, day, languageName } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { FollowUps } from "../referrals/follow-ups.tsx";
import { CaseSearch } from "../search/case-search.tsx";
import { api, open } from "../store/session.ts";
import { readTeams } from "../store/teams.ts";
import { go, type View } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { StatusChip } from "../ui/chips.tsx";
import { SelectField } from "../ui/field.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import { Pager } from "../ui/pager.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { usePoll } from "../ui/use-poll.ts";
import { titleOf } from "../vault/case.ts";
import { assignedName } from "./assignment.tsx";
import { HeldCases } from "./held-cases.tsx";

type CasesView = Extract<View, { screen: "cases" }>;

interface Listed {
  answer: CasesAnswer;
  titles: Map<string, string | null>;
}

function useCases({ status, page, mine = false }: CasesView) {
  const listed = useSignal<Listed | null>(null);
  const stale = useSignal(false);
  usePoll(async () => {
    try {
      const answer = await api.cases(status, page, mine ? "mine" : "");
      const { keyring } = open();
      const before = listed.value?.titles ?? new Map<string, string | null>();
      const titles = new Map(
        answer.cases.map((it) => {
          const key = it.main.hash;
          return [key, before.has(key) ? (before.get(key) ?? null) : titleOf(it, keyring)];
        }),
      );
      listed.value = { answer, titles };
      stale.value = false;
    } catch {
      stale.value = true;
    }
  }, `${status}/${page}/${mine}`);
  return { listed, stale };
}

function CaseRow({ row, title }: { row: CaseListed; title: string | null }) {
  return (
    <li class="row case-row">
      <CaseNumber number={row.number} />
      <span class="row-what">
        <button
          type="button"
          class="row-open"
          onClick={() => go({ screen: "case", id: row.case_id })}
        >
          {title === null ? t("cases.unreadable") : <bdi>{title || t("cases.untitled")}</bdi>}
        </button>
        <span class="row-door">
          {term("category", row.category)} · {term("channel", row.channel)} ·{" "}
          {languageName(row.language)}
          {assignedName(row.assignment) !== "" && (
            <>
              {" · "}
              <bdi>{assignedName(row.assignment)}</bdi>
            </>
          )}
        </span>
      </span>
      <StatusChip list="case_status" code={row.status} />
      <time class="row-when" dateTime={row.day}>
        {day(row.day)}
      </time>
    </li>
  );
}

function Rows({ listed }: { listed: Listed | null }) {
  if (listed === null) return <p class="quiet-line">{t("app.loading")}</p>;
  if (listed.answer.cases.length === 0) return <p class="empty">{t("cases.none")}</p>;
  return (
    <ul class="rows">
      {listed.answer.cases.map((row) => (
        <CaseRow key={row.case_id} row={row} title={listed.titles.get(row.main.hash) ?? null} />
      ))}
    </ul>
  );
}

export function CasesScreen({ view }: { view: CasesView }) {
  const { listed, stale } = useCases(view);
  // Without an answer the list names people and no teams.
  useEffect(() => void readTeams().catch(() => undefined), []);
  const total = listed.value?.answer.total ?? 0;
  return (
    <section class="sheet wide">
      <div class="pane-head">
        <ScreenHeading>
          {t("nav.cases")} <span class="count">{counted(total)}</span>
        </ScreenHeading>
        <div class="actions">
          <SelectField
            label={t("cases.filter")}
            value={view.status}
            options={[{ value: "", label: t("cases.every-status") }, ...optionsOf("case_status")]}
            onValue={(status) => go({ ...view, status, page: 0 })}
          />
          <SelectField
            label={t("team.whose")}
            value={view.mine ? "mine" : ""}
            options={[
              { value: "", label: t("team.everybodys") },
              { value: "mine", label: t("team.mine") },
            ]}
            onValue={(whose) => go({ ...view, mine: whose === "mine", page: 0 })}
          />
          <Button kind="primary" onClick={() => go({ screen: "new-case" })}>
            {t("cases.new")}
          </Button>
        </div>
      </div>
      {stale.value && <Notice tone="warn">{t("queue.stale")}</Notice>}
      <CaseSearch />
      <FollowUps />
      <HeldCases />
      <Rows listed={listed.value} />
      <Pager page={view.page} total={total} onPage={(page) => go({ ...view, page })} />
    </section>
  );
}
