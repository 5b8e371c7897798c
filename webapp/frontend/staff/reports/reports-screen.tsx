// The report: how many contacts, of which kind, by which way, when, and how they ended; in tables
// and bars, of a month beside earlier ones or of a year by its months.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import {
  type Closed,
  casesOf,
  contactsWith,
  hoursWith,
  lastMonthOf,
  publicOf,
} from "../logic/reports/columns.ts";
import { needed, periodsOf, quartersOf, type Span } from "../logic/reports/report.ts";
import type { Margins, Table } from "../logic/reports/tables.ts";
import { api, open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { isBroken } from "../vault/read-records.ts";
import { CaseParts } from "./case-parts.tsx";
import { Bars } from "./chart.tsx";
import { loadMonths, months, summariesOf } from "./closed-months.ts";
import { MonthNote, RefusedMonths } from "./closed-note.tsx";
import { fileOf, saveCsv, savePublicPage } from "./public-page.ts";
import { ChooseSpan, lastMonth } from "./span.tsx";
import { TableView } from "./table-view.tsx";
import { bucketName, fewWords, periodName, quarterName, tableName } from "./words.ts";

/** The highest role that reads what the desk has sealed. */
const READERS = 3;

/** Nothing was counted in this month, or nothing is left of it. */
const isNothing = (margins: Margins, month: string): boolean =>
  Object.values(margins.category ?? {}).every((found) => (found[month] ?? 0) === 0);

/** Every month of which a closed summary may stand on the screen. */
const closable = (span: Span): string[] => [
  ...new Set([...periodsOf(span), ...quartersOf(span).map(lastMonthOf)]),
];

/** Bars of a year are its months, of a month its buckets. */
function barsOf(table: Table, span: Span) {
  if (span.kind === "year" && table.name === "category")
    return table.periods.map((period, at) => ({
      name: periodName(table, period),
      figure: table.totals[at] ?? null,
    }));
  return table.lines.map((line) => ({
    name: bucketName(table, line.bucket),
    figure: span.kind === "year" ? line.sum : (line.figures[0] ?? null),
  }));
}

function Part({ table, span }: { table: Table; span: Span }) {
  const nothing = table.lines.length === 0 || table.totals.every((total) => total === null);
  return (
    <section class="panel report-part">
      <h2>{tableName(table)}</h2>
      {nothing ? (
        <p class="empty">{fewWords(table, "report.few")}</p>
      ) : (
        <>
          <Bars
            title={t(
              span.kind === "year" && table.name === "category" ? "report.by-month" : "report.bars",
            )}
            bars={barsOf(table, span)}
          />
          <TableView table={table} />
        </>
      )}
    </section>
  );
}

/** Public events: told however few they were. */
function Trainings({ table }: { table: Table }) {
  return (
    <section class="panel report-part">
      <h2>{tableName(table)}</h2>
      <p class="field-help">{t("report.trainings-help")}</p>
      <TableView table={table} />
    </section>
  );
}

function Hours({ margins, span, closed }: { margins: Margins; span: Span; closed: Closed }) {
  return (
    <section class="panel report-part">
      <h2>{t("report.table.hours")}</h2>
      <p class="field-help">{t("report.hours-help")}</p>
      {hoursWith(margins, span, closed).map(({ quarter, table }) => {
        const nothing = table.lines.every(({ figures }) => figures.every((it) => it === null));
        return (
          <section key={quarter}>
            <h3>{quarterName(quarter)}</h3>
            {nothing ? (
              <p class="empty">{t("report.few")}</p>
            ) : (
              <TableView table={table} of={quarterName(quarter)} />
            )}
          </section>
        );
      })}
    </section>
  );
}

/** What may be saved: what the screen shows, and what everybody may read of closed months. */
function Files({ span, tables, closed }: { span: Span; tables: readonly Table[]; closed: Closed }) {
  const all = [...tables, ...casesOf(span, closed)];
  const outside = publicOf(span, closed);
  return (
    <div class="actions no-print">
      <Button onClick={() => saveCsv(`${fileOf(span, "report")}.csv`, all)}>
        {t("report.save-csv")}
      </Button>
      {outside.length > 0 && (
        <>
          <Button onClick={() => savePublicPage(span, closed)}>{t("report.save-public")}</Button>
          <Button onClick={() => saveCsv(`${fileOf(span, "report-public")}.csv`, outside)}>
            {t("report.save-public-csv")}
          </Button>
        </>
      )}
      <Button kind="quiet" onClick={() => window.print()}>
        {t("report.print")}
      </Button>
    </div>
  );
}

function Report({ margins, span, reads }: { margins: Margins; span: Span; reads: boolean }) {
  const closed: Closed = reads ? summariesOf(closable(span)) : new Map();
  const tables = contactsWith(margins, span, closed);
  return (
    <>
      <Files span={span} tables={tables} closed={closed} />
      {!reads && <p class="field-help">{t("report.sealed")}</p>}
      {months.value?.records.some(isBroken) && (
        <Notice tone="bad" live>
          {t("report.shelf-broken")}
        </Notice>
      )}
      {reads && span.kind === "month" && (
        <MonthNote key={span.month} month={span.month} empty={isNothing(margins, span.month)} />
      )}
      {reads && span.kind === "year" && <RefusedMonths months={periodsOf(span)} />}
      {tables.map((table) =>
        table.name === "trainings" ? (
          <Trainings key={table.name} table={table} />
        ) : (
          <Part key={table.name} table={table} span={span} />
        ),
      )}
      <Hours {...{ margins, span, closed }} />
      {reads && <CaseParts span={span} closed={closed} />}
    </>
  );
}

export function ReportsScreen() {
  const span = useSignal<Span>({ kind: "month", month: lastMonth(new Date()) });
  const margins = useSignal<Margins | null>(null);
  const { busy, error, run } = useAction();
  const reads = open().me.role <= READERS;
  const load = (wanted: Span): void =>
    void run(async () => {
      if (reads) await loadMonths();
      margins.value = (await api.margins(...needed(wanted))).margins;
      span.value = wanted;
    });
  useEffect(() => load(span.value), []);
  const found = margins.value;
  const isThere = found !== null && (!reads || months.value !== null);
  return (
    <section class="sheet wide reports">
      <ScreenHeading>{t("nav.reports")}</ScreenHeading>
      <p>{t("report.help")}</p>
      <ChooseSpan span={span.value} busy={busy} onSpan={load} />
      <Failure text={error} />
      {!isThere && busy && <p class="quiet-line">{t("app.loading")}</p>}
      {isThere && <Report margins={found} span={span.value} reads={reads} />}
    </section>
  );
}
