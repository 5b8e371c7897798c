// What a case's timeline is made of: the open case, its conversations and notes, the server's events.

import { joinParts } from "../../lib/parts.ts";
import { lineWords } from "../item/chat-words.ts";
import { textOf } from "../logic/answers.ts";
import { flatSection } from "../logic/case-record.ts";
import { OWN_RECORDS } from "../logic/own-records.ts";
import { excerpt } from "../logic/prefill.ts";
import { type Entry, mergeTimeline } from "../logic/timeline.ts";
import type { OpenedMessage } from "../vault/conversation.ts";
import type { ReadRecord, ReadRevision } from "../vault/read-records.ts";
import { joinReleases, type Release } from "../vault/release.ts";
import { sectionTitle } from "./record-view.ts";
import type { CaseState } from "./use-case.ts";

const EXCERPT = 140;
/** Every record shows by itself; the server's event about it would say it twice. */
const TOLD_BY_RECORDS = ["section", "open_case"];

/** Events whose "from" is a release's id. */
const NAMES_A_RELEASE = [
  "refer",
  "hand_over_packet",
  "packet_opened",
  "export_case",
  "export_leaves",
];

function recordEntries(record: ReadRecord): Entry[] {
  return record.revisions.map((it) => {
    const section = textOf(it.inner, "t");
    return {
      kind: "record",
      hour: it.hour,
      staffId: it.staffId,
      section,
      title: section === "main" ? "" : sectionTitle(section, flatSection(it.inner)),
      rev: it.rev,
      broken: it.problems.length > 0,
    };
  });
}

/** A conversation's messages as people read them: parts as one, nothing of the programs' own. */
function entriesOfThread(conv: string, messages: readonly OpenedMessage[]): Entry[] {
  return joinParts(messages).flatMap((message): Entry[] => {
    const { inner, direction } = message;
    const text = excerpt(lineWords(message, messages), EXCERPT);
    const from: "source" | "desk" = direction === "S" ? "source" : "desk";
    const said = { hour: textOf(inner, "at"), from, name: textOf(inner, "name"), text, conv };
    return text === "" ? [] : [{ kind: "message", ...said }];
  });
}

/** A report's steps stand beside their file, and are no note. */
function noteEntries(notes: readonly ReadRevision[]): Entry[] {
  return notes
    .filter(({ inner }) => inner?.t !== "file_report")
    .map(({ hour, staffId, inner, problems }) => ({
      kind: "note",
      hour,
      staffId,
      text: excerpt(textOf(inner, "body"), EXCERPT),
      broken: problems.length > 0,
    }));
}

function eventEntries({ detail }: CaseState, releases: readonly Release[]): Entry[] {
  const told = detail.events.filter(({ action }) => !TOLD_BY_RECORDS.includes(action));
  return told.map(({ hour, staff_id, action, from, to }): Entry => {
    const event = { kind: "event", hour, staffId: staff_id, action } as const;
    if (!NAMES_A_RELEASE.includes(action)) return { ...event, from, to };
    const release = releases.find(({ row }) => row.release_id === from);
    if (release === undefined) return { ...event, from: null, to: null };
    const name = release.words?.name ?? "";
    return { ...event, from: null, to: null, about: { name, mode: release.row.mode } };
  });
}

/** Everything that happened in and around a case, the oldest first. */
export function timelineOf(state: CaseState): Entry[] {
  const { opened, detail, linked } = state;
  // Of a release the server's event tells; its record is a signature, and nobody's text.
  const sections = opened.sections.filter(
    (record) => !OWN_RECORDS.includes(textOf(record.current.inner, "t")),
  );
  const records = [...(opened.main ? [opened.main] : []), ...sections];
  const threads = [...linked.values()];
  return mergeTimeline(
    eventEntries(state, joinReleases(detail.releases, opened.sections)),
    threads.flatMap((it) => entriesOfThread(it.conv, it.conversation?.messages ?? [])),
    threads.flatMap(({ notes }) => noteEntries(notes)),
    records.flatMap(recordEntries),
  );
}
