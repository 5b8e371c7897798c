// How long each kind of thing is kept after it is over: numbers within bounds that the server knows too.

import type { Schedule } from "../api/retention-calls.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { TextField } from "../ui/field.tsx";
import { edit, isWrong } from "./draft.ts";
import { KEPT, unitOf } from "./schedule-words.ts";

/** As `moderation/schedule.py` has them. */
const BOUNDS: Readonly<Record<keyof Schedule, readonly [number, number]>> = {
  chat_words_hours: [1, 2160],
  tip_days: [1, 3653],
  file_days: [1, 3653],
  contact_days: [1, 3653],
  quarantine_days: [30, 3653],
  case_days: [30, 18_265],
  audit_days: [366, 3653],
  counter_months: [25, 600],
};

const typed = (text: string, mayLack: boolean): number | null =>
  mayLack && text.trim() === "" ? null : Number.parseInt(text, 10);

function KeptField({ kind, schedule }: { kind: keyof Schedule; schedule: Schedule }) {
  const [least, most] = BOUNDS[kind];
  const value = schedule[kind];
  const label = t("kept.label", {
    what: t(`kept.${kind}`),
    unit: t(`kept.unit-${unitOf(kind)}`),
    least: number(least),
    most: number(most),
  });
  return (
    <TextField
      label={label}
      help={kind === "file_days" ? t("kept.file_days-help") : ""}
      error={isWrong(`retention.${kind}`) ? t("site.wrong.retention") : ""}
      dir="ltr"
      inputMode="numeric"
      value={value === null || Number.isNaN(value) ? "" : String(value)}
      onValue={(text) =>
        edit({ retention: { ...schedule, [kind]: typed(text, kind === "file_days") } })
      }
    />
  );
}

export function RetentionFields({ schedule }: { schedule: Schedule }) {
  const wrong = isWrong("retention") && !KEPT.some((kind) => isWrong(`retention.${kind}`));
  return (
    <section class="panel">
      <h2>{t("site.retention")}</h2>
      <p>{t("site.retention-help")}</p>
      {wrong && <p class="field-error">{t("site.wrong.retention")}</p>}
      {KEPT.map((kind) => (
        <KeptField key={kind} {...{ kind, schedule }} />
      ))}
    </section>
  );
}
