// Is the line well? Asked anew while the screen is shown; what changes is said once.

import { useSignal } from "@preact/signals";
import type { JobFact, StatusAnswer, Whole } from "../api/status-calls.ts";
import { ago, day, days, number, share } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { type Fact, factsOf, type Standing, wholeFacts } from "../logic/status.ts";
import { api } from "../store/session.ts";
import { ScreenHeading } from "../ui/heading.tsx";
import { usePoll } from "../ui/use-poll.ts";

const EVERY_MS = 20_000;
const SIGNS: Record<Standing, string> = { well: "●", look: "▲", bad: "■" };

function Mark({ standing }: { standing: Standing }) {
  return (
    <span class={`chip standing-${standing}`}>
      <span aria-hidden="true" class="chip-sign">
        {SIGNS[standing]}
      </span>
      {t(`status.${standing}`)}
    </span>
  );
}

function wordsOf({ words, with: named = {} }: Fact): string {
  if (named.day !== undefined) return day(named.day);
  const filled = { days: days(named.days ?? 0), share: share(named.share ?? 0) };
  return t(words, { ...filled, count: number(named.count ?? 0) });
}

function Line({ fact }: { fact: Fact }) {
  return (
    <div class="status-line">
      <dt>{t(fact.name)}</dt>
      <dd>
        <Mark standing={fact.standing} /> {wordsOf(fact)}
      </dd>
    </div>
  );
}

function Lines({ facts }: { facts: Fact[] }) {
  return (
    <dl class="status-lines">
      {facts.map((fact) => (
        <Line key={fact.name} fact={fact} />
      ))}
    </dl>
  );
}

function Job({ job }: { job: JobFact }) {
  const ran = job.ran === null ? t("status.job.never") : ago(job.ran);
  return (
    <div class="status-line">
      <dt>{t(`status.job.${job.name}`)}</dt>
      <dd>
        <Mark standing={job.late ? "bad" : "well"} /> {t("status.job.ran")}: {ran}
      </dd>
    </div>
  );
}

function versionOf({ version, newer, revision }: Whole): string {
  if (!revision) return t("status.revision.bad", { version });
  return newer === null ? version : t("status.newer", { version, newer });
}

function WholeView({ whole }: { whole: Whole }) {
  const standing = whole.revision ? (whole.newer === null ? "well" : "look") : "bad";
  return (
    <>
      <Lines facts={wholeFacts(whole, Date.now())} />
      <dl class="status-lines">
        <div class="status-line">
          <dt>{t("status.version")}</dt>
          <dd>
            <Mark standing={standing} /> {versionOf(whole)}
          </dd>
        </div>
      </dl>
      <h2>{t("status.jobs")}</h2>
      <dl class="status-lines">
        {whole.jobs.map((job) => (
          <Job key={job.name} job={job} />
        ))}
      </dl>
    </>
  );
}

export function StatusScreen() {
  const answer = useSignal<StatusAnswer | null | undefined>(undefined);
  usePoll(
    async () => {
      answer.value = await api.status().catch(() => null);
    },
    "status",
    EVERY_MS,
  );
  const now = answer.value;
  return (
    <section class="sheet">
      <ScreenHeading>{t("nav.status")}</ScreenHeading>
      <p>{t("status.help")}</p>
      {now === undefined && <p class="quiet-line">{t("app.loading")}</p>}
      <div aria-live="polite">{now !== undefined && <Lines facts={factsOf(now)} />}</div>
      {now?.whole && <WholeView whole={now.whole} />}
    </section>
  );
}
