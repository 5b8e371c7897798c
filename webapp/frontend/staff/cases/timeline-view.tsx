// What happened when: conversations, notes, sections, referrals, reports and moves in one list.

import { useSignal } from "@preact/signals";
import { eventName, hour } from "../i18n/format.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { type Entry, GROUPS, groupOf } from "../logic/timeline.ts";
import { nameOf } from "../store/session.ts";
import { bound, SelectField } from "../ui/field.tsx";
import { kindName } from "./record-view.ts";
import { timelineOf } from "./timeline-entries.ts";
import type { CaseState } from "./use-case.ts";

const statusName = (code: string): string =>
  known(`term.case_status.${code}`) ? term("case_status", code) : term("item_status", code);

function eventWords({ action, from, to, about }: Extract<Entry, { kind: "event" }>): string {
  if (about !== undefined) {
    const whom = [term("referral_mode", about.mode), about.name].filter((it) => it !== "");
    return `${eventName(action)} (${whom.join(": ")})`;
  }
  const move = from && to ? ` (${statusName(from)} → ${statusName(to)})` : "";
  return eventName(action) + move;
}

function words(entry: Entry): { who: string; what: string } {
  if (entry.kind === "message") {
    const who = entry.from === "source" ? t("item.from-source") : entry.name || t("item.from-desk");
    return { who, what: entry.text };
  }
  if (entry.kind === "note") {
    const what = t("timeline.note", { text: entry.text });
    return { who: nameOf(entry.staffId), what: entry.broken ? `⚠ ${what}` : what };
  }
  if (entry.kind === "record") {
    const section = entry.section === "main" ? t("timeline.main") : kindName(entry.section);
    const id = entry.rev === 1 ? "timeline.record-new" : "timeline.record-changed";
    const what = t(id, { section, title: entry.title });
    return { who: nameOf(entry.staffId), what: entry.broken ? `⚠ ${what}` : what };
  }
  return { who: nameOf(entry.staffId), what: eventWords(entry) };
}

function Moment({ entry }: { entry: Entry }) {
  const { who, what } = words(entry);
  return (
    <li class={`moment of-${entry.kind}`}>
      <span class="message-when">{hour(entry.hour)}</span>
      <span>
        <strong>
          <bdi>{who}</bdi>
        </strong>{" "}
        <bdi>{what}</bdi>
      </span>
    </li>
  );
}

export function TimelineView({ state }: { state: CaseState }) {
  const shown = useSignal("");
  const entries = timelineOf(state);
  const there = new Set(entries.map(groupOf));
  const options = GROUPS.filter((group) => there.has(group)).map((group) => ({
    value: group,
    label: t(`timeline.of-${group}`),
  }));
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t("case.timeline")}</h2>
      <SelectField
        label={t("timeline.show")}
        {...bound(shown)}
        options={[{ value: "", label: t("timeline.everything") }, ...options]}
      />
      <ol class="timeline">
        {entries
          .filter((entry) => shown.value === "" || groupOf(entry) === shown.value)
          .map((entry, index) => (
            <Moment key={index} entry={entry} />
          ))}
      </ol>
    </section>
  );
}
