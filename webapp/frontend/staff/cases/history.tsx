// Every revision of a record: who, when, and what each changed.

import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { differences, type Flat } from "../logic/merge.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import type { Inner, ReadRecord, ReadRevision } from "../vault/read-records.ts";
import { fieldLabel, fieldValue } from "./record-view.ts";

const LONG = ["summary", "body"];

interface Props {
  record: ReadRecord;
  flatten: (inner: Inner | null) => Flat;
  /** Edit the record as it was then; nothing where it is not to be edited. */
  onTakeUp?: (flat: Flat) => void;
}

export function History({ record, flatten, onTakeUp }: Props) {
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
            {onTakeUp && revision !== record.current && isGood(revision) && (
              <Button kind="quiet" onClick={() => onTakeUp(flats[index] ?? {})}>
                {t("case.take-up")}
                <span class="hidden"> {hour(revision.hour)}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

const isGood = ({ inner, problems }: ReadRevision): boolean =>
  inner !== null && problems.length === 0;

const asText = (key: string, value: string | string[]): string =>
  value === undefined || value.length === 0 ? "" : fieldValue(key, value);

function Changes({ before, after }: { before: Flat; after: Flat }) {
  const changed = differences({}, before, after);
  if (changed.length === 0) return <p class="quiet">{t("case.no-change")}</p>;
  return (
    <dl class="facts">
      {changed.map(({ key, mine, theirs }) => (
        <div key={key} class={LONG.includes(key) ? "long" : undefined}>
          <dt>{fieldLabel(key)}</dt>
          <dd dir="auto">
            {asText(key, mine) !== "" && <del>{asText(key, mine)}</del>}{" "}
            <ins>{asText(key, theirs) || t("field.none")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
