// The sections of a case, each a record of its own: people, places, flights, indicators, notes and so on.

import { useSignal } from "@preact/signals";
import { t, term } from "../i18n/i18n.ts";
import { textOf } from "../logic/answers.ts";
import { flatSection } from "../logic/case-record.ts";
import { OWN_RECORDS } from "../logic/own-records.ts";
import { TERMS } from "../logic/terms.ts";
import { Button } from "../ui/button.tsx";
import { bound, SelectField } from "../ui/field.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { newId } from "../vault/container.ts";
import type { ReadRecord } from "../vault/read-records.ts";
import { type Props, Section, SectionEditor } from "./section.tsx";
import type { CaseState } from "./use-case.ts";
import { editingOf } from "./use-editor.ts";

const NEW = "new-section";

const kindOf = (record: ReadRecord): string => textOf(record.current.inner, "t");

/** A section's place: by kind in the order of the list, what we do not know last. */
function placeOf(record: ReadRecord): number {
  const at = (TERMS.section as readonly string[]).indexOf(kindOf(record));
  return at < 0 ? TERMS.section.length : at;
}

/** The records that are sections, by kind, the oldest of each first. */
export function sectionsOf(state: CaseState): ReadRecord[] {
  return state.opened.sections
    .filter((record) => !OWN_RECORDS.includes(kindOf(record)))
    .sort((a, b) => placeOf(a) - placeOf(b));
}

function AddSection({ state }: { state: CaseState }) {
  const section = useSignal("note");
  const held = editingOf(state.opened.id, NEW);
  const begin = (): void => {
    const base = flatSection({ t: section.value });
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
      {sectionsOf(state).map((record) => (
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
