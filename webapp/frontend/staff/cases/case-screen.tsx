// A case: what it is about, its sections, where it came from, what happened when.

import { t } from "../i18n/i18n.ts";
import { textOf } from "../logic/answers.ts";
import { ReferralsPanel } from "../referrals/referrals-panel.tsx";
import { AlikePanel } from "../search/alike-panel.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { StatusChip } from "../ui/chips.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { AssignmentPanel } from "./assignment.tsx";
import { FollowUpsPanel } from "./follow-ups-panel.tsx";
import { HoldPanel } from "./hold-panel.tsx";
import { LinkedList } from "./linked-list.tsx";
import { LinksPanel } from "./links-panel.tsx";
import { MainRecord } from "./main-record.tsx";
import { Sections } from "./sections.tsx";
import { StatusMoves } from "./status-moves.tsx";
import { TimelineView } from "./timeline-view.tsx";
import { PeopleTotals } from "./totals.tsx";
import { type CaseState, type UseCase, useCase } from "./use-case.ts";

function Head({ state, use }: { state: CaseState; use: UseCase }) {
  const { detail, opened } = state;
  const title = textOf(opened.main?.current.inner ?? null, "title");
  return (
    <header class="case-head">
      <ScreenHeading>
        <CaseNumber number={detail.number} /> <bdi>{title || t("cases.untitled")}</bdi>
      </ScreenHeading>
      <StatusChip list="case_status" code={detail.status} />
      <StatusMoves state={state} reload={use.reload} />
      <PeopleTotals state={state} />
    </header>
  );
}

function Body({ state, use }: { state: CaseState; use: UseCase }) {
  return (
    <>
      <Head state={state} use={use} />
      {state.opened.main === null && <Notice tone="bad">{t("case.unreadable")}</Notice>}
      <div class="case-body">
        <div class="case-main">
          <MainRecord state={state} reload={use.reload} />
          <Sections state={state} reload={use.reload} />
          <ReferralsPanel state={state} reload={use.reload} />
        </div>
        <div class="case-side">
          <AssignmentPanel state={state} reload={use.reload} />
          <FollowUpsPanel state={state} reload={use.reload} />
          <AlikePanel state={state} reload={use.reload} />
          <LinksPanel state={state} reload={use.reload} />
          <LinkedList state={state} reload={use.reload} />
          <HoldPanel state={state} reload={use.reload} />
          <TimelineView state={state} />
        </div>
      </div>
    </>
  );
}

export function CaseScreen({ id }: { id: string }) {
  const use = useCase(id);
  const state = use.state.value;
  return (
    <section class="sheet wide" aria-label={t("label.case")}>
      <Failure text={use.error.value} />
      {state === null && use.error.value === "" && <p class="quiet-line">{t("app.loading")}</p>}
      {state !== null && <Body state={state} use={use} />}
    </section>
  );
}
