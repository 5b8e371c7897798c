// Two cases are linked or unlinked: first here, then in the other one, each with its own sealed record.

import { textOf } from "../logic/answers.ts";
import { hourOf } from "../logic/time.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { type OpenedCase, openCase, sealRevision } from "../vault/case.ts";
import { CASE_LINK, type LinkWords, type StandingLink } from "../vault/case-links.ts";
import { newId } from "../vault/container.ts";
import type { ReadRevision } from "../vault/read-records.ts";

export interface Side {
  opened: OpenedCase;
  number: string;
}

export interface Why {
  kind: string;
  note: string;
}

/** The case with this id, opened. */
export async function sideOf(id: string): Promise<Side> {
  const detail = await api.case(id);
  if (detail.case_id !== id) throw new Told("error.other-answer");
  const opened = openCase(detail, open().keyring);
  if (opened.container.keys.size === 0) throw new Told("case.unreadable");
  return { opened, number: detail.number };
}

const wordsFor = (other: Side, { kind, note }: Why, pair: string): LinkWords => ({
  t: CASE_LINK,
  at: hourOf(new Date()),
  kind,
  case: other.opened.id,
  number: other.number,
  note,
  pair,
  gone: false,
});

async function keep(
  at: OpenedCase,
  id: string,
  replaces: ReadRevision | null,
  words: LinkWords,
): Promise<void> {
  const seal = () => sealRevision(at, id, replaces, { ...words }, open().keyring);
  await sendOnce(`link:${at.id}:${id}`, [replaces?.hash, words], seal, (record) =>
    api.saveRecord(at.id, record),
  );
}

/**
 * Both cases say that they belong together. Where the second did not land, the first shows it. The
 * ids stay until both have it: whoever asks again after a lost answer makes no second link.
 */
export async function linkCases(mine: Side, otherId: string, why: Why): Promise<void> {
  const other = await sideOf(otherId);
  const slot = `link-ids:${mine.opened.id}:${otherId}`;
  const ids = draft<[string, string] | null>(slot, null);
  ids.value ??= [newId(), newId()];
  const [here, there] = ids.value;
  const [first, second] = [wordsFor(other, why, there), wordsFor(mine, why, here)];
  await say(mine, here, first);
  await say(other, there, second);
  dropDraft(slot);
}

/** The side says so; where it does already, nothing is written. */
async function say(side: Side, id: string, words: LinkWords): Promise<void> {
  const before = recordOf(side, id);
  const inner = before?.inner ?? null;
  const same = textOf(inner, "kind") === words.kind && textOf(inner, "note") === words.note;
  if (before === null || !same) await keep(side.opened, id, before, words);
}

/** The newest revision of a side's record; null where there is none. */
const recordOf = ({ opened }: Side, id: string): ReadRevision | null =>
  opened.sections.find((record) => record.id === id)?.current ?? null;

/**
 * The record by which the other case says the same; null where it says nothing yet. Raises Told where
 * that is no link: whoever made this one could have named a note there, to have it written over.
 */
function pairOf(other: Side, pair: string): ReadRevision | null {
  const found = recordOf(other, pair);
  if (found !== null && textOf(found.inner, "t") !== CASE_LINK) throw new Told("link.no-pair");
  return found;
}

/** The other case says it too, as this one does. */
export async function completeLink(mine: Side, { record, words }: StandingLink): Promise<void> {
  const other = await sideOf(words.case);
  const before = pairOf(other, words.pair);
  await keep(other.opened, words.pair, before, wordsFor(mine, words, record.id));
}

/** Neither case says it any more; the history of both keeps that they did. */
export async function unlinkCases(mine: Side, { record, words }: StandingLink): Promise<void> {
  const gone = { ...words, at: hourOf(new Date()), gone: true };
  await keep(mine.opened, record.id, record.current, gone);
  const other = await sideOf(words.case);
  const theirs = pairOf(other, words.pair);
  if (theirs === null) return;
  const back = { ...wordsFor(mine, words, record.id), gone: true };
  await keep(other.opened, words.pair, theirs, back);
}
