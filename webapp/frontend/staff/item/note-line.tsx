// One sealed note as it is read: who wrote it, in which hour, and what is wrong with it.

import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { textOf } from "../logic/answers.ts";
import { nameOf } from "../store/session.ts";
import { Notice } from "../ui/notice.tsx";
import type { ReadRevision } from "../vault/read-records.ts";

export function NoteLine({ note }: { note: ReadRevision }) {
  return (
    <li class="note">
      <p class="message-head">
        <strong>
          <bdi>{nameOf(note.staffId)}</bdi>
        </strong>
        <span class="message-when">{hour(note.hour)}</span>
        {note.inner?.t === "summary" && <span class="chip">{t("wrap-up.summary")}</span>}
      </p>
      <p class="message-text" dir="auto">
        {note.inner === null ? t("item.unreadable") : textOf(note.inner, "body")}
      </p>
      {note.problems.map((problem) => (
        <Notice key={problem} tone="bad">
          {t(`record.${problem}`)}
        </Notice>
      ))}
    </li>
  );
}
