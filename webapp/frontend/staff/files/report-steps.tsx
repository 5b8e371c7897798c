// What is to be done about a locked file, step by step; who did what in which hour is kept sealed.

import { day, hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { CheckBox } from "../ui/check.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useKnownFiles } from "./known-files.ts";
import { type Done, doneIn, markStep, reportOf, STEPS, type Step } from "./locking.ts";

function DoneBy({ done }: { done: Done | undefined }) {
  if (done === undefined) return null;
  return (
    <p class="quiet">
      <bdi>{nameOf(done.by)}</bdi>, <bdi>{hour(done.hour)}</bdi>
    </p>
  );
}

export function ReportSteps({ file, until }: { file: string; until: string | null }) {
  const { talk } = useKnownFiles();
  const { error, run } = useAction();
  const notes = talk.opened.value?.notes.list ?? [];
  const done = doneIn(reportOf(notes, file));
  const words = (step: Step): string => t(`file.step.${step}`, { day: day(until ?? "") });
  return (
    <fieldset class="checks file-report">
      <legend>{t("file.report")}</legend>
      <ol class="file-steps">
        {STEPS.map((step) => (
          <li key={step}>
            <CheckBox
              label={words(step)}
              on={done[step] !== undefined}
              onTick={(on) => void run(() => markStep(talk, file, step, on))}
            />
            <DoneBy done={done[step]} />
          </li>
        ))}
      </ol>
      <Failure text={error} />
    </fieldset>
  );
}
