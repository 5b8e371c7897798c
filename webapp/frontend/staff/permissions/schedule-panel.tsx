// How long things are kept, for everybody at the desk: the schedule by which the server deletes.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Schedule } from "../api/retention-calls.ts";
import { t } from "../i18n/i18n.ts";
import { KEPT, keptFor } from "../site/schedule-words.ts";
import { api } from "../store/session.ts";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

export function SchedulePanel() {
  const schedule = useSignal<Schedule | null>(null);
  const { error, run } = useAction();
  useEffect(() => {
    void run(async () => {
      schedule.value = (await api.schedule()).schedule;
    });
  }, []);
  const shown = schedule.value;
  return (
    <section class="panel" aria-labelledby="kept-title">
      <h2 id="kept-title">{t("kept.title")}</h2>
      <p>{t("kept.help")}</p>
      <Failure text={error} />
      {shown !== null && (
        <dl class="facts">
          {KEPT.map((kind) => (
            <div key={kind}>
              <dt>{t(`kept.${kind}`)}</dt>
              <dd>{keptFor(kind, shown)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
