// One table of a report, with its totals; a month also with how it stands against earlier ones.

import { number } from "../i18n/format.ts";
import { language, t } from "../i18n/i18n.ts";
import { change, type Figure, type Line, monthAfter, type Table } from "../logic/reports/tables.ts";
import { bucketName, periodName, tableName } from "./words.ts";

const shown = (figure: Figure): string => (figure === null ? t("report.hidden") : number(figure));

/** "+12 %" of what was before; nothing where either is hidden. */
function changed(now: Figure, before: Figure): string {
  const percent = change(now, before);
  if (percent === null) return "";
  return new Intl.NumberFormat(language.value, {
    style: "percent",
    signDisplay: "exceptZero",
  }).format(percent / 100);
}

interface CellProps {
  figures: readonly Figure[];
  compared: boolean;
}

function Cells({ figures, compared }: CellProps) {
  return (
    <>
      {figures.map((figure, at) => (
        <td key={at}>
          {shown(figure)}
          {compared && at > 0 && <span class="change"> {changed(figures[0] ?? null, figure)}</span>}
        </td>
      ))}
    </>
  );
}

function Row({ table, line, compared }: { table: Table; line: Line; compared: boolean }) {
  return (
    <tr>
      <th scope="row">{bucketName(table, line.bucket)}</th>
      <Cells figures={line.figures} compared={compared} />
      {table.periods.length > 3 && table.name !== "hours" && <td class="sum">{shown(line.sum)}</td>}
    </tr>
  );
}

/** The figures; wide ones scroll within themselves, and by keyboard. */
export function TableView({ table, of = "" }: { table: Table; of?: string }) {
  const isYear = table.periods.length > 3 && table.name !== "hours";
  const [first = "", , last = ""] = table.periods;
  const compared = table.periods.length === 3 && last === monthAfter(first, -12);
  const name = [tableName(table), of].filter((it) => it !== "").join(", ");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section class="scrolls" tabIndex={0} aria-label={name}>
      <table class="figures">
        <caption>{name}</caption>
        <thead>
          <tr>
            <td />
            {table.periods.map((period) => (
              <th key={period} scope="col">
                {periodName(table, period)}
              </th>
            ))}
            {isYear && <th scope="col">{t("report.sum")}</th>}
          </tr>
        </thead>
        <tbody>
          {table.lines.map((line) => (
            <Row key={line.bucket} table={table} line={line} compared={compared} />
          ))}
        </tbody>
        {table.name !== "hours" && table.totals.length > 0 && (
          <tfoot>
            <tr>
              <th scope="row">{t("report.total")}</th>
              <Cells figures={table.totals} compared={compared} />
              {isYear && <td class="sum">{shown(table.whole)}</td>}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}
