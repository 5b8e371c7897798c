// Every revision of a record: who, when, and what each changed.

import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { differences, type Flat } from "../logic/merge.ts";
import { nameOf } from "../store/session.ts";
import type { Inner, ReadRecord } from "../vault/read-records.ts";
import { fieldLabel, fieldValue } from "./record-view.ts";

const LONG = ["summary", "body"];

interface Props {
  record: ReadRecord;
  flatten: (inner: Inner | null) => Flat;
}

export function History({ record, flatten }: Props) {
  if (record.revisions.length < 2) return null;
  const flats = record.revisions.map(({ inner }) => flatten(inner));
  return (
    <details class="history">
      <summary>{t("case.history", { count: record.revisions.length })}</summary>
      <ol class="history-list">
        {record.revisions.map((revision, index) => (
          <li key={revision.hash}>
            <p class="message-head">
              <strong>
                <bdi>{nameOf(revision.staffId)}</bdi>
              </strong>
              <span class="message-when">{hour(revision.hour)}</span>
            </p>
            <Changes before={flats[index - 1] ?? {}} after={flats[index] ?? {}} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Changes({ before, after }: { before: Flat; after: Flat }) {
  const changed = differences({}, before, after).filter(({ theirs }) => theirs !== undefined);
  if (changed.length === 0) return <p class="quiet">{t("case.no-change")}</p>;
  return (
    <dl class="facts">
      {changed.map(({ key, theirs }) => (
        <div key={key} class={LONG.includes(key) ? "long" : undefined}>
          <dt>{fieldLabel(key)}</dt>
          <dd dir="auto">{fieldValue(key, theirs)}</dd>
        </div>
      ))}
    </dl>
  );
}
