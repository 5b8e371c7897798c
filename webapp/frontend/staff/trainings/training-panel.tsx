// The training that an item asks for: how it stands, and the steps that it can take next.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Problem } from "../api/http.ts";
import { day, number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { today } from "../logic/time.ts";
import {
  asksDay,
  asksPeople,
  isOverdue,
  nextSteps,
  type Standing,
  standingAfter,
  type TrainingStatus,
} from "../logic/training.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { StatusChip } from "../ui/chips.tsx";
import { TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

interface Held {
  conv: string;
  standing: Signal<Standing | null>;
  /** Why nothing was moved, as long as that is news: the form that tried is closed by then. */
  told: Signal<string>;
}

/** The training stands as it was moved; where a colleague was first, as they left it. */
async function move({ conv, standing, told }: Held, was: Standing, now: Standing): Promise<void> {
  try {
    standing.value = await api.moveTraining(conv, was, now);
  } catch (reason) {
    if (reason instanceof Problem && reason.slug === "changed") {
      standing.value = await api.training(conv);
      told.value = t("error.changed");
    }
    throw reason;
  }
  told.value = "";
  announce(t("training.saved"));
}

const stepName = (was: Standing, to: TrainingStatus): string =>
  t(`training.do-${to}-${was.status}`);

interface FormProps {
  was: Standing;
  to: TrainingStatus;
  conv: string;
  onMove: (now: Standing) => Promise<void>;
  onEnd: () => void;
}

/** What a step needs to be told: the day, and where it was held how many came. */
function StepForm({ was, to, conv, onMove, onEnd }: FormProps) {
  const key = `training:${conv}:${to}`;
  const people = was.people === null ? "" : String(was.people);
  const typed = draft(key, { day: was.day ?? "", people });
  const wrong = useSignal("");
  const { busy, error, run } = useAction();
  const end = (): void => {
    dropDraft(key);
    onEnd();
  };
  const save = async (): Promise<void> => {
    const now = standingAfter(was, to, typed.value, today());
    wrong.value = typeof now === "string" ? now : "";
    if (typeof now === "string") return;
    await onMove(now);
    end();
  };
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        void run(save);
      }}
    >
      <TextField
        type="date"
        required
        label={t("training.day")}
        error={wrong.value === "not-yet" ? t("training.not-yet") : ""}
        value={typed.value.day}
        onValue={(value) => {
          typed.value = { ...typed.value, day: value };
        }}
      />
      {asksPeople(to) && (
        <TextField
          required
          inputMode="numeric"
          label={t("training.people")}
          error={wrong.value === "people" ? t("training.number") : ""}
          value={typed.value.people}
          onValue={(value) => {
            typed.value = { ...typed.value, people: value };
          }}
        />
      )}
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy}>
          {t("action.save")}
        </Button>
        <Button onClick={end}>{t("action.discard")}</Button>
      </div>
    </form>
  );
}

/** The steps that can be taken, as buttons; one that needs to be told more opens its form. */
function Steps({ held, was }: { held: Held; was: Standing }) {
  const chosen = useSignal<TrainingStatus | null>(null);
  const { busy, error, run } = useAction();
  const onMove = (now: Standing): Promise<void> => move(held, was, now);
  const take = (to: TrainingStatus): void => {
    const now = standingAfter(was, to, { day: "", people: "" }, today());
    if (typeof now === "string") chosen.value = to;
    else void run(() => onMove(now));
  };
  const end = (): void => {
    chosen.value = null;
  };
  const to = chosen.value;
  if (to !== null && asksDay(was.status, to))
    return <StepForm was={was} to={to} conv={held.conv} onMove={onMove} onEnd={end} />;
  return (
    <>
      <Failure text={error} />
      <div class="actions">
        {nextSteps(was.status).map((step, at) => (
          <Button
            key={step}
            kind={at === 0 ? "primary" : "plain"}
            busy={busy}
            onClick={() => take(step)}
          >
            {stepName(was, step)}
          </Button>
        ))}
      </div>
    </>
  );
}

/** Its status, its day, and how many it reached. */
export function TrainingFacts({ standing }: { standing: Standing }) {
  return (
    <>
      <StatusChip list="training_status" code={standing.status} />
      {standing.day !== null && <time dateTime={standing.day}>{day(standing.day)}</time>}
      {isOverdue(standing, today()) && <span class="chip mark-late">{t("training.overdue")}</span>}
      {standing.people !== null && (
        <span>{t("training.reached", { count: number(standing.people) })}</span>
      )}
    </>
  );
}

export function TrainingPanel({ conv }: { conv: string }) {
  const standing = useSignal<Standing | null>(null);
  const told = useSignal("");
  const { error, run } = useAction();
  useEffect(
    () =>
      void run(async () => {
        standing.value = await api.training(conv);
      }),
    [conv],
  );
  const now = standing.value;
  return (
    <section class="tool training">
      <h2>{t("training.title")}</h2>
      <p class="field-help">{t("training.help")}</p>
      <Failure text={told.value || error} />
      {now !== null && (
        <>
          <p class="training-facts">
            <TrainingFacts standing={now} />
          </p>
          <Steps key={JSON.stringify(now)} held={{ conv, standing, told }} was={now} />
        </>
      )}
    </section>
  );
}
