// Whose word a closed month is, from when, and every edition of it; or, aloud, what about it does not hold.

import { useSignal } from "@preact/signals";
import { hour, number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import type { ClosedMonth, Edition } from "../vault/months.ts";
import { CloseMonth } from "./close-month.tsx";
import { closedOf } from "./closed-months.ts";
import { isOver } from "./public-page.ts";
import { monthName } from "./words.ts";

function EditionLine({ edition }: { edition: Edition }) {
  const { number: n, staffId, at, reason } = edition;
  const about = { n: number(n), name: nameOf(staffId), hour: hour(at) };
  return (
    <li>
      {t("report.edition", about)}
      {reason !== "" && <p dir="auto">{t("report.edition-reason", { reason })}</p>}
    </li>
  );
}

function Refused({ month, closed }: { month: string; closed: ClosedMonth }) {
  return (
    <Notice tone="bad" live>
      <p>{t("report.refused", { month: monthName(month) })}</p>
      <ul>
        {closed.problems.map((problem) => (
          <li key={problem}>{t(`report.refused-${problem}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function NotCounted({ edition }: { edition: Edition }) {
  const { unread = 0, gone = 0 } = edition.summary ?? {};
  return (
    <>
      {unread > 0 && <Notice tone="warn">{t("report.cases-unread", { n: number(unread) })}</Notice>}
      {gone > 0 && <Notice tone="warn">{t("report.close-gone", { n: number(gone) })}</Notice>}
    </>
  );
}

function Kept({ closed }: { closed: ClosedMonth }) {
  const last = closed.editions.at(-1);
  return (
    <>
      <Notice tone="good">{t("report.is-closed")}</Notice>
      <ul class="editions">
        {[...closed.editions].reverse().map((edition) => (
          <EditionLine key={edition.number} edition={edition} />
        ))}
      </ul>
      {last !== undefined && <NotCounted edition={last} />}
    </>
  );
}

/** A desk that went back to a backup lost editions, and goes on from what it has. */
const mayClose = (closed: ClosedMonth | null): boolean =>
  closed === null || closed.problems.every((problem) => problem === "older");

/** How a month stands, and the way to close it. */
export function MonthNote({ month, empty }: { month: string; empty: boolean }) {
  const closing = useSignal(false);
  const closed = closedOf(month);
  const isRefused = closed !== null && closed.problems.length > 0;
  return (
    <section class="panel report-part">
      <h2>{t("report.summary")}</h2>
      {closed === null && (
        <p class="field-help">
          {t(isOver(month, new Date()) ? "report.is-open" : "report.not-over")}
        </p>
      )}
      {closed === null && empty && <Notice tone="warn">{t("report.nothing-counted")}</Notice>}
      {closed !== null &&
        (isRefused ? <Refused {...{ month, closed }} /> : <Kept closed={closed} />)}
      {isOver(month, new Date()) && mayClose(closed) && (
        <div class="actions no-print">
          <Button
            kind={closed === null ? "primary" : "plain"}
            onClick={() => {
              closing.value = true;
            }}
          >
            {t(closed === null ? "report.close" : "report.close-again")}
          </Button>
        </div>
      )}
      {closing.value && (
        <CloseMonth
          month={month}
          again={closed !== null}
          onClose={() => {
            closing.value = false;
          }}
        />
      )}
    </section>
  );
}

/** Of a year: which months are refused, so that none is missing unseen. */
export function RefusedMonths({ months }: { months: readonly string[] }) {
  return (
    <>
      {months.map((month) => {
        const closed = closedOf(month);
        const isRefused = closed !== null && closed.problems.length > 0;
        return isRefused && <Refused key={month} month={month} closed={closed} />;
      })}
    </>
  );
}
