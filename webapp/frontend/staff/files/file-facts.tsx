// What is known of a file before it is opened: what the sender says it is, and what was removed or kept.

import type { Evidence } from "../../lib/metadata/source.ts";
import { fileSize, number } from "../i18n/format.ts";
import { language, t } from "../i18n/i18n.ts";
import { hides, shownName } from "../logic/save-name.ts";
import type { SentFileLine } from "../logic/sent-files.ts";
import { Notice } from "../ui/notice.tsx";

/** As the file told them: they are the camera's word, in its own spelling. */
const FACTS = ["taken", "offset", "utc", "latitude", "longitude", "altitude"] as const;

export function FileName({ file }: { file: SentFileLine }) {
  return (
    <p class="file-name">
      <strong>
        <bdi>{shownName(file.name)}</bdi>
      </strong>
      <span>
        {t(`file.kind.${file.kind}`)} · {fileSize(file.size)}
      </span>
    </p>
  );
}

function removed({ cleaned }: SentFileLine): string {
  if (cleaned === null) return t("file.as-it-is");
  if (cleaned.length === 0) return t("file.nothing-to-remove");
  const parts = cleaned.map((name) => t(`file.removed.${name}`));
  const what = new Intl.ListFormat(language.value, { type: "unit" }).format(parts);
  return t("file.removed", { what });
}

function Kept({ evidence }: { evidence: Evidence }) {
  const told = FACTS.flatMap((name): [string, string][] => {
    const value = evidence[name];
    if (value === undefined) return [];
    return [[name, typeof value === "number" ? number(value, 6) : value]];
  });
  return (
    <div class="file-kept">
      <p>{t("file.kept")}</p>
      <dl class="facts">
        {told.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`file.fact.${name}`)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What happened to the file before it was sealed. */
export function FileFacts({ file }: { file: SentFileLine }) {
  return (
    <>
      {hides(file.name) && <Notice tone="warn">{t("file.name-hides")}</Notice>}
      <p class="quiet">{removed(file)}</p>
      {file.evidence !== null && <Kept evidence={file.evidence} />}
    </>
  );
}
