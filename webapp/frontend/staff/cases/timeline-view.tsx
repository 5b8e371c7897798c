// What happened when: records, messages and the server's events in one list.

import { joinParts } from "../../lib/parts.ts";
import { eventName, hour } from "../i18n/format.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { lineWords } from "../item/chat-words.ts";
import { textOf } from "../logic/answers.ts";
import { excerpt } from "../logic/prefill.ts";
import { type Entry, mergeTimeline } from "../logic/timeline.ts";
import { nameOf } from "../store/session.ts";
import type { OpenedMessage } from "../vault/conversation.ts";
import type { ReadRecord } from "../vault/read-records.ts";
import { isRelease } from "../vault/release.ts";
import type { CaseState } from "./use-case.ts";

const EXCERPT = 140;
/** Every record shows by itself; the server's event about it would say it twice. */
const TOLD_BY_RECORDS = ["section", "open_case"];

/** Which release it was stands beside it in the list of referrals; its id says nothing to anybody. */
const NAMES_A_RELEASE = ["refer", "hand_over_packet", "packet_opened"];

function recordEntries(record: ReadRecord): Entry[] {
  return record.revisions.map((it) => ({
    kind: "record",
    hour: it.hour,
    staffId: it.staffId,
    section: textOf(it.inner, "t"),
    title: textOf(it.inner, "title"),
    rev: it.rev,
    broken: it.problems.length > 0,
  }));
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

function messageEntries(state: CaseState): Entry[] {
  return [...state.linked.values()].flatMap(({ conv, conversation }) =>
    entriesOfThread(conv, conversation?.messages ?? []),
  );
}

function entriesOf(state: CaseState): Entry[] {
  const { opened, detail } = state;
  // Of a release the server's event tells; its record is a signature, and nobody's text.
  const sections = opened.sections.filter((record) => !isRelease(record));
  const records = [...(opened.main ? [opened.main] : []), ...sections];
  const told = detail.events.filter(({ action }) => !TOLD_BY_RECORDS.includes(action));
  const events = told.map(
    (it): Entry => ({
      kind: "event",
      hour: it.hour,
      staffId: it.staff_id,
      action: it.action,
      from: it.from,
      to: it.to,
    }),
  );
  return mergeTimeline(events, messageEntries(state), records.flatMap(recordEntries));
}

const statusName = (code: string): string =>
  known(`term.case_status.${code}`) ? term("case_status", code) : term("item_status", code);

function words(entry: Entry): { who: string; what: string } {
  if (entry.kind === "message") {
    const who = entry.from === "source" ? t("item.from-source") : entry.name || t("item.from-desk");
    return { who, what: entry.text };
  }
  if (entry.kind === "record") {
    const section = entry.section === "main" ? t("timeline.main") : term("section", entry.section);
    const id = entry.rev === 1 ? "timeline.record-new" : "timeline.record-changed";
    const what = t(id, { section, title: entry.section === "main" ? "" : entry.title });
    return { who: nameOf(entry.staffId), what: entry.broken ? `⚠ ${what}` : what };
  }
  const move =
    entry.from && entry.to && !NAMES_A_RELEASE.includes(entry.action)
      ? ` (${statusName(entry.from)} → ${statusName(entry.to)})`
      : "";
  return { who: nameOf(entry.staffId), what: eventName(entry.action) + move };
}

export function TimelineView({ state }: { state: CaseState }) {
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t("case.timeline")}</h2>
      <ol class="timeline">
        {entriesOf(state).map((entry, index) => {
          const { who, what } = words(entry);
          return (
            <li key={index} class={`moment of-${entry.kind}`}>
              <span class="message-when">{hour(entry.hour)}</span>
              <span>
                <strong>
                  <bdi>{who}</bdi>
                </strong>{" "}
                <bdi>{what}</bdi>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
