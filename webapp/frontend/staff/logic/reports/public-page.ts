// The public edition as one page: no script, nothing to load, every word escaped, small figures gone.

import { safe } from "../markup.ts";
import type { Figure, Line, Table } from "./tables.ts";

/** What the page says, in its language. */
export interface PublicNames {
  language: string;
  direction: string;
  title: string;
  span: string;
  note: string;
  hidden: string;
  total: string;
  sum: string;
  few: (table: Table) => string;
  table: (table: Table) => string;
  bucket: (table: Table, bucket: string) => string;
  period: (table: Table, period: string) => string;
  number: (value: number) => string;
}

const STYLE =
  ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}" +
  "table{border-collapse:collapse;margin-block:1rem}th,td{padding:.3rem .6rem;border-block-end:1px solid;text-align:end}" +
  "th:first-child{text-align:start}.scrolls{overflow-x:auto}.bar{inline-size:12rem;border:0}[dir=rtl] svg{transform:scaleX(-1)}svg{inline-size:12rem;block-size:.75rem}rect{fill:#2f8f93}";

/** A bar that says what the figure beside it says. */
function bar(figure: Figure, most: number): string {
  const width = (((figure ?? 0) / most) * 100).toFixed(1);
  const rect = `<rect width="${width}" height="12"></rect>`;
  return `<td class="bar"><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">${rect}</svg></td>`;
}

const ownFigure = ({ periods }: Table, line: Line): Figure =>
  periods.length > 1 ? line.sum : (line.figures[0] ?? null);

function tableOf(table: Table, names: PublicNames): string {
  const shown = (figure: Figure): string =>
    `<td>${figure === null ? safe(names.hidden) : safe(names.number(figure))}</td>`;
  const isYear = table.periods.length > 1;
  const sums = (sum: Figure): string => (isYear ? shown(sum) : "");
  const heads = table.periods
    .map((period) => `<th scope="col">${safe(names.period(table, period))}</th>`)
    .join("");
  const most = Math.max(1, ...table.lines.map((line) => ownFigure(table, line) ?? 0));
  const rows = table.lines.map((line) => {
    const figures = line.figures.map(shown).join("") + sums(line.sum);
    const name = `<th scope="row">${safe(names.bucket(table, line.bucket))}</th>`;
    return `<tr>${name}${figures}${bar(ownFigure(table, line), most)}</tr>`;
  });
  const figures = table.totals.map(shown).join("") + sums(table.whole);
  const totals = `<th scope="row">${safe(names.total)}</th>${figures}`;
  return [
    `<div class="scrolls" tabindex="0" role="region" aria-label="${safe(names.table(table))}"><table>`,
    `<thead><tr><td></td>${heads}${isYear ? `<th scope="col">${safe(names.sum)}</th>` : ""}<td></td></tr></thead>`,
    `<tbody>${rows.join("")}</tbody>`,
    table.totals.length > 0 ? `<tfoot><tr>${totals}</tr></tfoot>` : "",
    "</table></div>",
  ].join("");
}

function part(table: Table, names: PublicNames): string {
  const head = `<h2>${safe(names.table(table))}</h2>`;
  const { lines, totals } = table;
  const isHidden = totals.length > 0 && totals.every((total) => total === null);
  const isNobody = totals.length > 0 && totals.every((total) => total === 0);
  if (lines.length === 0 || isHidden || isNobody) return `${head}<p>${safe(names.few(table))}</p>`;
  return `<section>${head}${tableOf(table, names)}</section>`;
}

/** The page; opened anywhere, it runs nothing and asks nobody for anything. */
export function publicPage(tables: readonly Table[], names: PublicNames): string {
  return [
    `<!doctype html><html lang="${safe(names.language)}" dir="${safe(names.direction)}"><head>`,
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
    `<title>${safe(names.title)}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${safe(names.title)}</h1><p>${safe(names.span)}</p><p>${safe(names.note)}</p>`,
    ...tables.map((table) => part(table, names)),
    "</main></body></html>",
  ].join("");
}
