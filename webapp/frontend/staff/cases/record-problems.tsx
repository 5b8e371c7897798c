// What does not hold about a record: shown at the record, in plain words, never hidden.

import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { Notice } from "../ui/notice.tsx";
import type { ReadRecord } from "../vault/read-records.ts";

export function RecordProblems({ record }: { record: ReadRecord }) {
  return record.revisions.flatMap((revision) =>
    revision.problems.map((problem) => (
      <Notice key={`${revision.hash}${problem}`} tone="bad">
        <strong>{t("record.broken", { rev: revision.rev, name: nameOf(revision.staffId) })}</strong>{" "}
        {t(`record.${problem}`)}
      </Notice>
    )),
  );
}
