// What is wrong with a file, line by line.

import { number } from "../i18n/format.ts";
import { known, t } from "../i18n/i18n.ts";
import { Notice } from "../ui/notice.tsx";
import type { Finding, ImportPreview } from "./types.ts";

function words(code: string): string {
  const id = `directory.finding.${code}`;
  return known(id) ? t(id) : code;
}

/** Names of files and fields are somebody else's: each stands apart. */
function Where({ file, line, where }: Finding) {
  const parts = [file, line > 0 ? t("directory.line", { n: number(line) }) : "", where];
  return (
    <span class="finding-where">
      {parts.filter(Boolean).map((part) => (
        <bdi key={part}>{part}</bdi>
      ))}
    </span>
  );
}

export function Findings({ found }: { found: ImportPreview }) {
  const total = Object.values(found.counts).reduce((sum, each) => sum + each, 0);
  if (total === 0) return null;
  return (
    <section class="panel">
      <h2>{t("directory.findings", { n: number(total) })}</h2>
      <Notice tone={found.stops ? "bad" : "warn"}>
        {t(found.stops ? "directory.import-stops" : "directory.import-remarks")}
      </Notice>
      <ul class="findings">
        {found.findings.map((each, at) => (
          <li key={`${at}${each.code}`}>
            <strong>{words(each.code)}</strong> <Where {...each} />
          </li>
        ))}
      </ul>
      {total > found.findings.length && (
        <p>{t("directory.and-more", { n: number(total - found.findings.length) })}</p>
      )}
    </section>
  );
}
