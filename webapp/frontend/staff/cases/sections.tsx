// The sections of a case: notes, incidents, perpetrators, households, referrals, each a record.

import { useSignal } from "@preact/signals";
import { hour } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { textOf } from "../logic/answers.ts";
import { flatSection } from "../logic/case-record.ts";
import { isTerm } from "../logic/terms.ts";
import { hourOf } from "../logic/time.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { bound, SelectField, TextArea, TextField } from "../ui/field.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { newId } from "../vault/container.ts";
import type { ReadRecord } from "../vault/read-records.ts";
import { isRelease } from "../vault/release.ts";
import { text } from "./case-fields.tsx";
import { Editor } from "./editor.tsx";
import { History } from "./history.tsx";
import { RecordProblems } from "./record-problems.tsx";
import type { CaseState } from "./use-case.ts";
import { type EditorKind, editingOf } from "./use-editor.ts";

const NEW = "new-section";

const kind: EditorKind = {
  flatten: flatSection,
  inner: ({ section }, flat) => ({ t: section, at: hourOf(new Date()), ...flat }),
};

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

function SectionEditor({ state, reload, slot }: Props & { slot: string }) {
  return (
    <Editor opened={state.opened} slot={slot} kind={kind} reload={reload}>
      {(flat, onFlat) => (
        <>
          <TextField
            label={t("case.section-title")}
            dir="auto"
            value={text(flat, "title")}
            onValue={(title) => onFlat({ ...flat, title })}
          />
          <TextArea
            label={t("case.body")}
            rows={6}
            value={text(flat, "body")}
            onValue={(body) => onFlat({ ...flat, body })}
          />
        </>
      )}
    </Editor>
  );
}

function sectionName(record: ReadRecord): string {
  const section = textOf(record.current.inner, "t");
  if (section === "") return t("item.unreadable");
  return isTerm("section", section) ? term("section", section) : section;
}

function Section({ state, reload, record }: Props & { record: ReadRecord }) {
  const held = editingOf(state.opened.id, record.id);
  const { current } = record;
  const edit = (): void => {
    const base = flatSection(current.inner);
    const section = textOf(current.inner, "t");
    const editing = { recordId: record.id, section, base, mine: base };
    held.value = { ...editing, replaces: current, theirs: null };
  };
  return (
    <article class="section">
      <header class="section-head">
        <span class="chip">{sectionName(record)}</span>
        <h3 dir="auto">{textOf(current.inner, "title") || sectionName(record)}</h3>
        <span class="message-when">
          <bdi>{nameOf(current.staffId)}</bdi> · {hour(current.hour)}
        </span>
      </header>
      <RecordProblems record={record} />
      {held.value === null ? (
        <>
          <p class="message-text" dir="auto">
            {textOf(current.inner, "body")}
          </p>
          <div class="actions">
            {current.inner !== null && (
              <Button kind="quiet" onClick={edit}>
                {t("case.edit")}
                <span class="hidden"> {textOf(current.inner, "title")}</span>
              </Button>
            )}
          </div>
          <History record={record} flatten={flatSection} />
        </>
      ) : (
        <SectionEditor state={state} reload={reload} slot={record.id} />
      )}
    </article>
  );
}

function AddSection({ state }: { state: CaseState }) {
  const section = useSignal("note");
  const held = editingOf(state.opened.id, NEW);
  const begin = (): void => {
    const base = flatSection(null);
    const editing = { recordId: newId(), section: section.value, base, mine: base };
    held.value = { ...editing, replaces: null, theirs: null };
  };
  return (
    <div class="add-section">
      <SelectField
        label={t("case.section-kind")}
        {...bound(section)}
        options={optionsOf("section")}
      />
      <Button onClick={begin}>{t("case.section-add")}</Button>
    </div>
  );
}

export function Sections({ state, reload }: Props) {
  const adding = editingOf(state.opened.id, NEW).value;
  const opens = state.opened.container.keys.size > 0;
  return (
    <section class="panel" aria-labelledby="sections-title">
      <h2 id="sections-title">{t("case.sections")}</h2>
      {state.opened.sections
        .filter((record) => !isRelease(record))
        .map((record) => (
          <Section key={record.id} state={state} reload={reload} record={record} />
        ))}
      {adding !== null && (
        <article class="section">
          <header class="section-head">
            <span class="chip">{term("section", adding.section)}</span>
            <h3>{t("case.section-new")}</h3>
          </header>
          <SectionEditor state={state} reload={reload} slot={NEW} />
        </article>
      )}
      {adding === null && opens && <AddSection state={state} />}
    </section>
  );
}
