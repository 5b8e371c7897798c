// What the cases of a month say: as it was closed, or as this browser reads them now; of a year, what
// its closed months say.

import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { caseTables } from "../logic/reports/case-tally.ts";
import { type Closed, casesOf, closedIn } from "../logic/reports/columns.ts";
import type { Span } from "../logic/reports/report.ts";
import { STAFF_FLOOR } from "../logic/reports/suppress.ts";
import type { Table } from "../logic/reports/tables.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { Bars } from "./chart.tsx";
import { countCases, counted } from "./count-cases.ts";
import { Reading } from "./reading.tsx";
import { TableView } from "./table-view.tsx";
import { bucketName, fewWords, tableName } from "./words.ts";

function CaseTable({ table, isYear }: { table: Table; isYear: boolean }) {
  const bars = table.lines.map(({ bucket, figures, sum }) => ({
    name: bucketName(table, bucket),
    figure: isYear ? sum : (figures[0] ?? null),
  }));
  const nothing = table.lines.length === 0 || bars.every(({ figure }) => figure === null);
  return (
    <section>
      <h3>{tableName(table)}</h3>
      {nothing ? (
        <p class="empty">{fewWords(table, "report.few")}</p>
      ) : (
        <Bars title="" bars={bars} />
      )}
      {isYear && table.lines.length > 0 && <TableView table={table} />}
    </section>
  );
}

function Found({ month }: { month: string }) {
  const found = counted.value;
  if (found === null || found.time !== month) return null;
  return (
    <>
      <p role="status">{t("report.cases-read", { n: number(found.cases.length) })}</p>
      {found.unread > 0 && (
        <Notice tone="warn">{t("report.cases-unread", { n: number(found.unread) })}</Notice>
      )}
      {caseTables(found.cases, STAFF_FLOOR).map((table) => (
        <CaseTable key={table.name} table={table} isYear={false} />
      ))}
    </>
  );
}

function ReadNow({ month }: { month: string }) {
  const { busy, error, run } = useAction();
  return (
    <>
      <div class="actions no-print">
        <Button busy={busy} onClick={() => void run(() => countCases(month))}>
          {t("report.cases-count")}
        </Button>
      </div>
      <Failure text={error} />
      <Reading />
      <Found month={month} />
    </>
  );
}

/** Only whoever reads cases can count them. */
export function CaseParts({ span, closed }: { span: Span; closed: Closed }) {
  const told = closedIn(span, closed);
  const isYear = span.kind === "year";
  return (
    <section class="panel report-part">
      <h2>{t("report.cases")}</h2>
      <p class="field-help">{t("report.cases-help")}</p>
      {isYear && <p>{t("report.cases-year", { n: number(told.length) })}</p>}
      {casesOf(span, closed).map((table) => (
        <CaseTable key={table.name} table={table} isYear={isYear} />
      ))}
      {span.kind === "month" && told.length === 0 && <ReadNow month={span.month} />}
    </section>
  );
}
