// What an act on many rows still needs to know, its progress, a way to stop it, and what came of it.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Deed } from "../api/queue-calls.ts";
import { number } from "../i18n/format.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { shift } from "../live/shift.ts";
import { TERMS } from "../logic/terms.ts";
import { nameOf, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { type Option, SelectField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { selected } from "./asked.ts";
import { type Came, type Run, runBulk } from "./bulk-run.ts";

export type What = Deed["what"] | "priority" | "category";

const WITHOUT_DATA = TERMS.disposition.slice(6);
/** Why staff set something aside; the others are the service's own. */
export const REASONS: readonly string[] = TERMS.quarantine_reason.slice(0, 4);

function colleagues(): Option[] {
  const here = (shift.value?.colleagues ?? []).filter(
    ({ staff_id: id, status }) =>
      id !== open().me.staffId && (status === "on" || status === "busy"),
  );
  return here.map(({ staff_id: id }) => ({ value: id, label: nameOf(id) }));
}

/** What is chosen before an act; nothing for most. */
export function choicesOf(what: What): Option[] {
  const named = (list: Parameters<typeof term>[0], codes: readonly string[]): Option[] =>
    codes.map((value) => ({ value, label: term(list, value) }));
  switch (what) {
    case "quarantine":
      return named("quarantine_reason", REASONS);
    case "close":
      return named("disposition", WITHOUT_DATA);
    case "priority":
      return named("priority", TERMS.priority);
    case "category":
      return named("category", TERMS.category);
    case "hand_over":
      return colleagues();
    default:
      return [];
  }
}

function deedOf(what: What, chosen: string): Deed {
  switch (what) {
    case "quarantine":
      return { what, reason: chosen };
    case "close":
      return { what, disposition: chosen };
    case "priority":
      return { what: "relabel", priority: chosen };
    case "category":
      return { what: "relabel", category: chosen };
    case "hand_over":
      return { what, to: chosen };
    case "claim":
    case "release":
    case "restore":
      return { what };
    default:
      throw new Error("no such act");
  }
}

const why = (slug: string): string =>
  known(`bulk.refused.${slug}`) ? t(`bulk.refused.${slug}`) : t("bulk.refused.other");

/** How many were done, and how many not and why: in the dialog, and said aloud. */
function Outcome({ came }: { came: Came }) {
  const whole = came.refused.size === 0;
  return (
    <Notice tone={whole ? "good" : "warn"} live>
      <p>{t("bulk.done", { count: came.done })}</p>
      {!whole && (
        <ul>
          {[...came.refused].map(([slug, count]) => (
            <li key={slug}>
              {number(count)} · {why(slug)}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

interface Props {
  what: What;
  onClose: () => void;
  onDone: () => void;
}

function useRun({ what, onDone }: Props) {
  const run = useSignal<Run | null>(null);
  const over = useSignal<Came | null>(null);
  const stop = useRef(false);
  const action = useAction();
  const begin = (chosen: string): void => {
    stop.current = false;
    void action.run(async () => {
      const note = (now: Run): void => {
        run.value = now;
      };
      try {
        over.value = await runBulk(deedOf(what, chosen), note, () => stop.current);
        announce(t("bulk.done", { count: over.value.done }));
      } finally {
        onDone();
      }
    });
  };
  const end = (): void => {
    stop.current = true;
  };
  return { run, over, action, begin, end };
}

export function BulkDialog(props: Props) {
  const { what, onClose } = props;
  const { run, over, action, begin, end } = useRun(props);
  const options = choicesOf(what);
  const chosen = useSignal(options[0]?.value ?? "");
  const count = selected.value.size;
  const needs = what === "hand_over" || options.length > 0;
  const close = (): void => {
    end();
    onClose();
  };
  return (
    <Dialog title={t(`bulk.${what}`)} onClose={close}>
      {over.value === null && <p>{t("bulk.about", { count })}</p>}
      {over.value === null && known(`bulk.${what}-help`) && <p>{t(`bulk.${what}-help`)}</p>}
      {over.value === null && needs && options.length > 0 && (
        <SelectField
          label={t(`bulk.${what}-which`)}
          value={chosen.value}
          options={options}
          onValue={(value) => {
            chosen.value = value;
          }}
        />
      )}
      {needs && options.length === 0 && <p class="empty">{t("hand-over.nobody")}</p>}
      {action.busy && run.value !== null && (
        <label class="bulk-progress">
          {t("bulk.progress", {
            done: number(run.value.total - count),
            total: number(run.value.total),
          })}
          <progress max={run.value.total} value={run.value.total - count} />
        </label>
      )}
      <Failure text={action.error} />
      {over.value !== null && <Outcome came={over.value} />}
      <div class="actions">
        {action.busy && <Button onClick={end}>{t("bulk.stop")}</Button>}
        {!action.busy && over.value === null && (
          <Button
            kind="primary"
            disabled={count === 0 || (needs && chosen.value === "")}
            onClick={() => begin(chosen.value)}
          >
            {t(`bulk.${what}`)}
          </Button>
        )}
        {over.value !== null && (
          <Button kind="primary" onClick={close}>
            {t("bulk.close-dialog")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
