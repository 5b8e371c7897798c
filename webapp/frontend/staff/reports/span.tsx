// Which time a report is about: a month or a year.

import { t } from "../i18n/i18n.ts";
import type { Span } from "../logic/reports/report.ts";
import { monthAfter } from "../logic/reports/tables.ts";
import { SelectField } from "../ui/field.tsx";
import { monthName } from "./words.ts";

const MONTHS = 60;
const YEARS = 6;

/** The newest month that is over. */
export const lastMonth = (now: Date): string => monthAfter(now.toISOString().slice(0, 7), -1);

interface Props {
  span: Span;
  busy: boolean;
  onSpan: (span: Span) => void;
}

export function ChooseSpan({ span, busy, onSpan }: Props) {
  const now = new Date().toISOString().slice(0, 7);
  const months = Array.from({ length: MONTHS }, (_, ago) => monthAfter(now, -ago));
  const years = Array.from({ length: YEARS }, (_, ago) => Number(now.slice(0, 4)) - ago);
  const value = span.kind === "year" ? String(span.year) : span.month;
  const options = [
    ...months.map((month) => ({
      value: month,
      label: month === now ? t("report.so-far", { month: monthName(month) }) : monthName(month),
    })),
    ...years.map((year) => ({
      value: String(year),
      label: t("report.year", { year: String(year) }),
    })),
  ];
  const choose = (chosen: string): void =>
    onSpan(
      chosen.includes("-")
        ? { kind: "month", month: chosen }
        : { kind: "year", year: Number(chosen) },
    );
  return (
    <div class="report-span no-print">
      <SelectField
        label={t("report.span")}
        value={value}
        options={options}
        disabled={busy}
        onValue={choose}
      />
    </div>
  );
}
