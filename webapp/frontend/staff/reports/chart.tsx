// Bars for figures that stand in a table beside them: a picture of it for those who see.

import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import type { Figure } from "../logic/reports/tables.ts";

interface Bar {
  name: string;
  figure: Figure;
}

const ROW = 26;
const BAR = 16;
const WIDTH = 100;

/** One bar for each figure; a hidden one has none, and its mark says so. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ figure }) => figure ?? 0));
  return (
    <figure class="bars">
      {title !== "" && <figcaption>{title}</figcaption>}
      <ul>
        {bars.map(({ name, figure }) => (
          <li key={name}>
            <span class="bar-name">{name}</span>
            <svg
              viewBox={`0 0 ${WIDTH} ${ROW}`}
              preserveAspectRatio="none"
              aria-hidden="true"
              focusable="false"
            >
              <rect
                class="bar"
                x="0"
                y={(ROW - BAR) / 2}
                width={((figure ?? 0) / most) * WIDTH}
                height={BAR}
              />
            </svg>
            <span class="bar-figure">{figure === null ? t("report.hidden") : number(figure)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
