// Saves what everybody may read of a report: of a closed month, or of the closed months of a year.

import { number } from "../i18n/format.ts";
import { directionOf, language, t } from "../i18n/i18n.ts";
import { type Closed, publicOf } from "../logic/reports/columns.ts";
import { csvOf } from "../logic/reports/csv.ts";
import { publicPage } from "../logic/reports/public-page.ts";
import type { Span } from "../logic/reports/report.ts";
import type { Table } from "../logic/reports/tables.ts";
import { announce } from "../store/view.ts";
import { saveFile } from "../ui/save-file.ts";
import { bucketName, fewWords, monthName, periodName, tableName } from "./words.ts";

/** Only what is over is closed: what grows tells by its growth. */
export function isOver(month: string, now: Date): boolean {
  return month < now.toISOString().slice(0, 7);
}

const spanName = (span: Span): string =>
  span.kind === "year" ? t("report.year", { year: String(span.year) }) : monthName(span.month);

/** What a file about this time is called: of many months none takes another's place. */
export const fileOf = (span: Span, what: string): string =>
  `${what}-${span.kind === "year" ? span.year : span.month}`;

/** The page is saved on this computer, in the language that is on screen. */
export function savePublicPage(span: Span, closed: Closed): void {
  const page = publicPage(publicOf(span, closed), {
    language: language.value,
    direction: directionOf(language.value),
    title: t("report.public-title"),
    span: spanName(span),
    note: t("report.public-note"),
    hidden: t("report.hidden"),
    total: t("report.total"),
    sum: t("report.sum"),
    few: (table) => fewWords(table, "report.few-public"),
    table: tableName,
    bucket: bucketName,
    period: periodName,
    number,
  });
  saveFile(`${fileOf(span, "report")}.html`, new Blob([page], { type: "text/html;charset=utf-8" }));
  announce(t("report.saved"));
}

const HEADS = ["report.csv-table", "report.csv-bucket", "report.csv-period", "report.csv-count"];

/** These tables as lines for other programs. */
export function saveCsv(name: string, tables: readonly Table[]): void {
  const heads = HEADS.map((id) => t(id)) as [string, string, string, string];
  const csv = csvOf(tables, heads, tableName, bucketName);
  saveFile(name, new Blob(["\ufeff", csv], { type: "text/csv;charset=utf-8" }));
  announce(t("report.saved"));
}
