// What can be done with the rows that are ticked. Nothing of it is there while none is.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { QueueView } from "../api/calls.ts";
import type { Item } from "../api/types.ts";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { fits, MOST_COUNTED } from "../logic/queue-filter.ts";
import { withRows } from "../logic/selection.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { clearSelection, filter, selected } from "./asked.ts";
import { BulkDialog, type What } from "./bulk-dialog.tsx";
import { gather } from "./bulk-run.ts";

const OF_WAITING: readonly What[] = ["claim", "quarantine"];
const OF_HELD: readonly What[] = [
  "release",
  "priority",
  "category",
  "hand_over",
  "quarantine",
  "close",
];
const HELD = ["claimed", "answered", "converted"];

/** The acts that fit at least one ticked row; whose it is, the server knows best. */
function actsFor(): What[] {
  const statuses = [...selected.value.values()].map(({ status }) => status);
  const fitting = [
    ...(statuses.includes("waiting") ? OF_WAITING : []),
    ...(statuses.some((status) => HELD.includes(status)) ? OF_HELD : []),
    ...(statuses.includes("quarantined") ? (["restore"] as const) : []),
  ];
  return [...new Set(fitting)];
}

interface Props {
  tab: QueueView;
  rows: readonly Item[];
  total: number;
  onDone: () => void;
}

/** Tick everything that the filter finds now. It may take a while, and can be stopped. */
function MatchAll({ tab, total }: Props) {
  const { busy, error, run } = useAction();
  const stop = useRef(false);
  const all = (): void => {
    stop.current = false;
    void run(async () => {
      await gather(
        tab,
        filter.value,
        (found) => {
          selected.value = found;
        },
        () => stop.current,
      );
      announce(t("bulk.selected", { count: selected.peek().size }));
    });
  };
  return (
    <>
      {busy ? (
        <Button
          onClick={() => {
            stop.current = true;
          }}
        >
          {t("bulk.stop")}
        </Button>
      ) : (
        <Button onClick={all}>
          {total >= MOST_COUNTED
            ? t("bulk.match-all")
            : t("bulk.match-count", { count: number(total) })}
        </Button>
      )}
      <Failure text={error} />
    </>
  );
}

export function BulkBar(props: Props) {
  const asking = useSignal<What | null>(null);
  const { tab, rows, total, onDone } = props;
  if (selected.value.size === 0 && asking.value === null) return null;
  const fitting = rows.filter((row) => fits(row, tab, filter.value));
  const page = (): void => {
    selected.value = withRows(selected.value, fitting);
    announce(t("bulk.selected", { count: selected.peek().size }));
  };
  return (
    <section class="bulk" aria-label={t("bulk.label")}>
      <p class="bulk-count">
        <strong>{t("bulk.selected", { count: selected.value.size })}</strong>
        <Button onClick={page}>{t("bulk.page")}</Button>
        {total > rows.length && <MatchAll {...props} />}
        <Button kind="quiet" onClick={clearSelection}>
          {t("bulk.clear")}
        </Button>
      </p>
      <div class="actions">
        {actsFor().map((what) => (
          <Button
            key={what}
            onClick={() => {
              asking.value = what;
            }}
          >
            {t(`bulk.${what}`)}
          </Button>
        ))}
      </div>
      {asking.value !== null && (
        <BulkDialog
          what={asking.value}
          onDone={onDone}
          onClose={() => {
            asking.value = null;
          }}
        />
      )}
    </section>
  );
}
