// The case's main record: read as facts, edited as a form, merged when two people saved at once.

import { t } from "../i18n/i18n.ts";
import { flatMain, linksOf, mainInner } from "../logic/case-record.ts";
import type { Flat } from "../logic/merge.ts";
import { hourOf } from "../logic/time.ts";
import { Button } from "../ui/button.tsx";
import type { ReadRecord } from "../vault/read-records.ts";
import { CaseFields } from "./case-fields.tsx";
import { Editor } from "./editor.tsx";
import { History } from "./history.tsx";
import { RecordProblems } from "./record-problems.tsx";
import { fieldLabel, fieldValue } from "./record-view.ts";
import type { CaseState } from "./use-case.ts";
import { type Editing, type EditorKind, editingOf } from "./use-editor.ts";

const SLOT = "main";

/** The links always come from the newest revision, whoever wrote it: forms do not edit them. */
const kind: EditorKind = {
  flatten: flatMain,
  inner: (editing: Editing, flat: Flat) => {
    const newest = editing.theirs ?? editing.replaces;
    return mainInner(flat, linksOf(newest?.inner ?? null), hourOf(new Date()));
  },
};

function Facts({ flat }: { flat: Flat }) {
  const filled = Object.entries(flat).filter(
    ([key, value]) => key.startsWith("fields.") && value.length > 0,
  );
  return (
    <dl class="facts">
      {filled.map(([key, value]) => (
        <div key={key}>
          <dt>{fieldLabel(key)}</dt>
          <dd dir="auto">{fieldValue(key, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reading({ main, onEdit }: { main: ReadRecord; onEdit: (mine?: Flat) => void }) {
  const flat = flatMain(main.current.inner);
  return (
    <>
      <p class="summary" dir="auto">
        {flat.summary || t("case.no-summary")}
      </p>
      <Facts flat={flat} />
      <div class="actions">
        {main.current.inner !== null && <Button onClick={() => onEdit()}>{t("case.edit")}</Button>}
      </div>
      <History record={main} flatten={flatMain} onTakeUp={onEdit} />
    </>
  );
}

export function MainRecord({ state, reload }: { state: CaseState; reload: () => Promise<void> }) {
  const { opened } = state;
  const held = editingOf(opened.id, SLOT);
  const main = opened.main;
  if (main === null) return null;
  const edit = (mine?: Flat): void => {
    const base = flatMain(main.current.inner);
    const editing = { recordId: main.id, section: "main", base, mine: mine ?? base };
    held.value = { ...editing, replaces: main.current, theirs: null };
  };
  return (
    <section class="panel" aria-labelledby="about-title">
      <h2 id="about-title">{t("case.about")}</h2>
      <RecordProblems record={main} />
      {held.value === null ? (
        <Reading main={main} onEdit={edit} />
      ) : (
        <Editor opened={opened} slot={SLOT} kind={kind} reload={reload}>
          {(flat, onFlat) => <CaseFields flat={flat} onFlat={onFlat} />}
        </Editor>
      )}
    </section>
  );
}
