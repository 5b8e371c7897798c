// Closing a month: this browser reads all of it, says what it found, and signs what is to stay.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { OPEN, withOpen } from "../logic/reports/report.ts";
import type { CountedMonth } from "../logic/reports/summary.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { closeMonth, readMonth } from "./closed-months.ts";
import { stopReading } from "./count-cases.ts";
import { Reading } from "./reading.tsx";
import { monthName } from "./words.ts";

const LONGEST_REASON = 300;

interface Props {
  month: string;
  /** Whether it is closed already, and this is a correction. */
  again: boolean;
  onClose: () => void;
}

/** What somebody should know before they sign. */
function Findings({ found }: { found: CountedMonth }) {
  const open = withOpen(found.margins).outcome?.[OPEN]?.[found.month] ?? 0;
  const warnings: [string, number][] = [
    ["report.close-open", open],
    ["report.cases-unread", found.unread],
    ["report.close-gone", found.gone],
  ];
  return (
    <>
      <p role="status">{t("report.cases-read", { n: number(found.cases.length) })}</p>
      {warnings
        .filter(([, n]) => n > 0)
        .map(([id, n]) => (
          <Notice key={id} tone="warn">
            {t(id, { n: number(n) })}
          </Notice>
        ))}
    </>
  );
}

export function CloseMonth({ month, again, onClose }: Props) {
  const { busy, error, run } = useAction();
  const found = useSignal<CountedMonth | null>(null);
  const reason = useSignal("");
  const read = (): void =>
    void run(async () => {
      found.value = await readMonth(month);
    });
  useEffect(() => {
    read();
    return stopReading;
  }, []);
  const now = found.value;
  const close = async (): Promise<void> => {
    if (now === null) return;
    await closeMonth(now, reason.value.trim());
    announce(t("report.closed"));
    onClose();
  };
  const title = t(again ? "report.close-again" : "report.close");
  return (
    <Dialog title={`${title}: ${monthName(month)}`} onClose={onClose}>
      <p>{t(again ? "report.close-again-help" : "report.close-help")}</p>
      <Reading />
      {now !== null && <Findings found={now} />}
      {again && (
        <TextArea
          label={t("report.close-reason")}
          rows={2}
          value={reason.value}
          onValue={(typed) => {
            reason.value = typed.slice(0, LONGEST_REASON);
          }}
        />
      )}
      <Failure text={error} />
      <div class="actions">
        {now === null ? (
          <Button busy={busy} onClick={read}>
            {t("report.cases-count")}
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={busy}
            disabled={again && reason.value.trim() === ""}
            onClick={() => void run(close)}
          >
            {title}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
