// One section of a case: read as facts and text, edited by its form, with every version it had.

import { hour } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { textOf } from "../logic/answers.ts";
import { flatSection, sectionInner } from "../logic/case-record.ts";
import type { Flat } from "../logic/merge.ts";
import { filesIn } from "../logic/sent-files.ts";
import { hourOf } from "../logic/time.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import type { ReadRecord } from "../vault/read-records.ts";
import { Editor } from "./editor.tsx";
import { History } from "./history.tsx";
import { RecordProblems } from "./record-problems.tsx";
import { fieldLabel, fieldValue, kindName, sectionTitle } from "./record-view.ts";
import { type NamedFile, SectionForm } from "./section-form.tsx";
import type { CaseState } from "./use-case.ts";
import { type EditorKind, editingOf } from "./use-editor.ts";

const kind: EditorKind = {
  flatten: flatSection,
  inner: ({ section }, flat) => sectionInner(section, flat, hourOf(new Date())),
};

export interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

/** Every file that somebody sent in a linked conversation. */
function filesOf(state: CaseState): NamedFile[] {
  return [...state.linked.values()].flatMap(({ conversation }) =>
    (conversation?.messages ?? []).flatMap(({ inner }) =>
      filesIn(inner).flatMap((file) => (file === null ? [] : [{ id: file.id, name: file.name }])),
    ),
  );
}

export function SectionEditor({ state, reload, slot }: Props & { slot: string }) {
  const section = editingOf(state.opened.id, slot).value?.section ?? "";
  return (
    <Editor opened={state.opened} slot={slot} kind={kind} reload={reload}>
      {(flat, onFlat) => (
        <SectionForm section={section} flat={flat} files={filesOf(state)} onFlat={onFlat} />
      )}
    </Editor>
  );
}

function Facts({ flat }: { flat: Flat }) {
  const filled = Object.entries(flat).filter(
    ([key, value]) => key.startsWith("fields.") && key !== "fields.file" && value.length > 0,
  );
  if (filled.length === 0) return null;
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

interface ReadingProps {
  record: ReadRecord;
  title: string;
  onEdit: (mine?: Flat) => void;
}

function Reading({ record, title, onEdit }: ReadingProps) {
  const { inner } = record.current;
  return (
    <>
      <Facts flat={flatSection(inner)} />
      {textOf(inner, "body") !== "" && (
        <p class="message-text" dir="auto">
          {textOf(inner, "body")}
        </p>
      )}
      <div class="actions">
        {inner !== null && (
          <Button kind="quiet" onClick={() => onEdit()}>
            {t("case.edit")}
            <span class="hidden"> {title}</span>
          </Button>
        )}
      </div>
      <History record={record} flatten={flatSection} onTakeUp={onEdit} />
    </>
  );
}

export function Section({ state, reload, record }: Props & { record: ReadRecord }) {
  const held = editingOf(state.opened.id, record.id);
  const { current } = record;
  const section = textOf(current.inner, "t");
  const name = section === "" ? t("item.unreadable") : kindName(section);
  const title = sectionTitle(section, flatSection(current.inner)) || name;
  const edit = (mine?: Flat): void => {
    const base = flatSection(current.inner);
    const editing = { recordId: record.id, section, base, mine: mine ?? base };
    held.value = { ...editing, replaces: current, theirs: null };
  };
  return (
    <article class={`section of-${section}`}>
      <header class="section-head">
        <span class="chip">{name}</span>
        <h3 dir="auto">{title}</h3>
        <span class="message-when">
          <bdi>{nameOf(current.staffId)}</bdi> · {hour(current.hour)}
        </span>
      </header>
      <RecordProblems record={record} />
      {held.value === null ? (
        <Reading record={record} title={title} onEdit={edit} />
      ) : (
        <SectionEditor state={state} reload={reload} slot={record.id} />
      )}
    </article>
  );
}
