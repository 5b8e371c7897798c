// One record being edited: from the revision it began with to the one the server keeps. A stale
// save turns into a merge; a save without an answer can be sent again; words are never dropped.

import type { Signal } from "@preact/signals";
import { Problem, Unreachable } from "../api/http.ts";
import type { RecordRow } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { differences, type Flat } from "../logic/merge.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Told } from "../ui/explain.ts";
import { type OpenedCase, readRow, sealRevision } from "../vault/case.ts";
import type { Inner, ReadRevision } from "../vault/read-records.ts";

export interface Editing {
  recordId: string;
  section: string;
  base: Flat;
  mine: Flat;
  /** The revision that a save replaces; null while the record is new. */
  replaces: ReadRevision | null;
  /** What somebody else saved meanwhile; a merge is due. */
  theirs: ReadRevision | null;
}

export interface EditorKind {
  flatten: (inner: Inner | null) => Flat;
  inner: (editing: Editing, flat: Flat) => Inner;
}

export function editingOf(caseId: string, slot: string): Signal<Editing | null> {
  return draft<Editing | null>(`record:${caseId}:${slot}`, null);
}

/** Nothing is left to edit under this slot. */
export function endEditing(caseId: string, slot: string): void {
  editingOf(caseId, slot).value = null;
  dropDraft(`record:${caseId}:${slot}`);
}

/** Save `flat` as the next revision. Afterwards it is saved (true) or a merge is due (false). */
export async function saveEditing(
  opened: OpenedCase,
  held: Signal<Editing | null>,
  kind: EditorKind,
  flat: Flat,
): Promise<boolean> {
  const editing = held.value;
  if (editing === null) return true;
  const replaces = editing.theirs ?? editing.replaces;
  const inner = kind.inner(editing, flat);
  const record = sealRevision(opened, editing.recordId, replaces, inner, open().keyring);
  try {
    await api.saveRecord(opened.id, record);
  } catch (reason) {
    if (reason instanceof Unreachable) throw new Told("case.not-saved");
    const current = reason instanceof Problem && reason.slug === "stale-revision";
    if (!current) throw reason;
    const theirs = readRow(opened, reason.body.current as RecordRow, open().keyring);
    if (differences({}, flat, kind.flatten(theirs.inner)).length > 0) {
      held.value = { ...editing, mine: flat, theirs };
      return false;
    }
    // An earlier try of ours arrived after all: nothing is left to save.
  }
  announce(t("case.saved"));
  return true;
}
