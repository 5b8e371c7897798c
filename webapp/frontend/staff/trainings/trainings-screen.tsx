// Every training by its status: what is next and what its day has passed by, what was asked for, what was held.

import { useSignal } from "@preact/signals";
import type { TrainingRow, TrainingsAnswer } from "../api/training-calls.ts";
import { day, languageName } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import type { TrainingStatus } from "../logic/training.ts";
import { api } from "../store/session.ts";
import { go, START, type View } from "../store/view.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { Notice } from "../ui/notice.tsx";
import { Pager } from "../ui/pager.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { usePoll } from "../ui/use-poll.ts";
import { TrainingFacts } from "./training-panel.tsx";

type TrainingsView = Extract<View, { screen: "trainings" }>;

const LISTS: readonly [TrainingStatus, string][] = [
  ["scheduled", "training.next"],
  ["requested", "training.asked"],
  ["held", "training.was-held"],
  ["cancelled", "training.was-cancelled"],
];

function Row({ row }: { row: TrainingRow }) {
  return (
    <li class="row training-row">
      <span class="row-what">
        <button
          type="button"
          class="row-open"
          onClick={() => go({ ...START, tab: "all", conv: row.conv })}
        >
          {t("training.open", { day: day(row.asked_on) })}
        </button>
        <span class="row-door">{languageName(row.language)}</span>
      </span>
      <span class="training-facts">
        <TrainingFacts standing={row} />
      </span>
    </li>
  );
}

function Rows({ answer }: { answer: TrainingsAnswer | null }) {
  if (answer === null) return <p class="quiet-line">{t("app.loading")}</p>;
  if (answer.trainings.length === 0) return <p class="empty">{t("training.none")}</p>;
  return (
    <ul class="rows">
      {answer.trainings.map((row) => (
        <Row key={row.conv} row={row} />
      ))}
    </ul>
  );
}

/** A list that stays on screen while it is asked for anew; one of another status does not. */
function useTrainings({ status, page }: TrainingsView) {
  const found = useSignal<{ key: string; answer: TrainingsAnswer } | null>(null);
  const stale = useSignal(false);
  const key = `${status}:${page}`;
  usePoll(async () => {
    const answer = await api.trainings(status, page).catch(() => null);
    stale.value = answer === null;
    if (answer !== null) found.value = { key, answer };
  }, key);
  return { answer: found.value?.key === key ? found.value.answer : null, stale: stale.value };
}

export function TrainingsScreen({ view }: { view: TrainingsView }) {
  const { answer, stale } = useTrainings(view);
  return (
    <section class="sheet wide">
      <div class="pane-head">
        <ScreenHeading>{t("nav.trainings")}</ScreenHeading>
        <Tabs
          legend={t("training.list")}
          tabs={LISTS.map(([value, id]) => ({ value, label: t(id) }))}
          shown={view.status}
          onShown={(status) => go({ ...view, status, page: 0 })}
        />
      </div>
      {stale && <Notice tone="warn">{t("queue.stale")}</Notice>}
      <Rows answer={answer} />
      <Pager page={view.page} total={answer?.total ?? 0} onPage={(page) => go({ ...view, page })} />
    </section>
  );
}
