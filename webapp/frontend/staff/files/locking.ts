// Locking a file away, giving it back with a reason, and what was done about it: sealed like any note.

import { Problem } from "../api/http.ts";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { isObject } from "../logic/answers.ts";
import { hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { sealNote } from "../vault/notes.ts";
import type { ReadRevision } from "../vault/read-records.ts";

/** What is to be done about suspected abuse material, in order; docs/files.md gives the law. */
export const STEPS = ["danger", "copies", "cybertip", "police", "preserve", "care"] as const;
export type Step = (typeof STEPS)[number];

/** A supervisor, or an administrator who reads. */
export const seesLocked = (): boolean => [2, 3].includes(open().me.role);

export async function lockFile(conv: string, file: string): Promise<void> {
  await api.lockFile(conv, file);
}

export async function releaseFile(
  talk: Talk,
  opened: Opened,
  file: string,
  reason: string,
): Promise<void> {
  const { conv } = talk;
  const words = { t: "note", body: reason, released: file };
  const seal = () =>
    sealNote(opened.notes, conv, { ...words, at: hourOf(new Date()) }, open().keyring);
  try {
    await sendOnce(`release:${conv}:${file}`, words, seal, ({ container, record }) =>
      api.releaseFile(conv, file, container, record),
    );
  } finally {
    await talk.reload();
  }
}

const isReport = ({ inner, problems }: ReadRevision, file: string): boolean =>
  inner?.t === "file_report" && inner.file === file && problems.length === 0;

/** The report's record; where two colleagues began one at once, both go on with the same. */
export function reportOf(notes: readonly ReadRevision[], file: string): ReadRevision | null {
  const all = notes.filter((note) => isReport(note, file));
  return all.sort((a, b) => (a.recordId < b.recordId ? -1 : 1))[0] ?? null;
}

export interface Done {
  hour: string;
  by: string;
}

/** Who did which step in which hour, as far as the record says so. */
export function doneIn(report: ReadRevision | null): Partial<Record<Step, Done>> {
  const done = report?.inner?.done;
  if (!isObject(done)) return {};
  return Object.fromEntries(
    STEPS.flatMap((step) => {
      const said = done[step];
      if (!isObject(said)) return [];
      return [[step, { hour: String(said.hour ?? ""), by: String(said.by ?? "") }]];
    }),
  );
}

/** Keep that a step was done, or was not; a colleague who was first is read before it is tried again. */
export async function markStep(talk: Talk, file: string, step: Step, on: boolean): Promise<void> {
  for (let tries = 0; tries < 2; tries++) {
    const opened = talk.opened.peek();
    if (opened === null) return;
    const report = reportOf(opened.notes.list, file);
    const { [step]: _, ...others } = doneIn(report);
    const hour = hourOf(new Date());
    const done = on ? { ...others, [step]: { hour, by: open().me.staffId } } : others;
    const inner = { t: "file_report", at: hour, file, done };
    const sealed = sealNote(opened.notes, talk.conv, inner, open().keyring, report);
    try {
      await api.note(talk.conv, sealed.container, sealed.record);
      return;
    } catch (reason) {
      if (tries > 0 || !(reason instanceof Problem && reason.status === 409)) throw reason;
    } finally {
      await talk.reload();
    }
  }
}
