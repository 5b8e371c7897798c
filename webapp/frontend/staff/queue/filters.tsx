// Which items are shown: by the labels that the server holds. Behind one line, so that the list stays calm.

import type { ComponentChildren } from "preact";
import type { QueueView } from "../api/calls.ts";
import { languageName, number } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { chosenOf, MOST_COUNTED, NO_FILTER, type QueueFilter } from "../logic/queue-filter.ts";
import { TERMS, type TermList } from "../logic/terms.ts";
import { nameOf, open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { type Option, SelectField, TextField } from "../ui/field.tsx";
import { filter } from "./asked.ts";

const anything = (): Option => ({ value: "", label: t("filter.anything") });
const LISTS: Readonly<Partial<Record<keyof QueueFilter, TermList>>> = {
  status: "item_status",
  category: "category",
  priority: "priority",
  channel: "channel",
  door: "door",
  lane: "lane",
  reason: "quarantine_reason",
};
/** What people outside send; the other channels are of cases. */
const CHANNELS = TERMS.channel.slice(0, 3);
const SPOKEN = [
  "en",
  "es",
  "ar",
  "und",
  "zh",
  "vi",
  "ko",
  "tl",
  "fr",
  "ht",
  "pt",
  "ru",
  "uk",
  "hi",
];

function optionsFor(name: keyof QueueFilter): Option[] {
  const list = LISTS[name];
  if (list !== undefined) {
    const codes: readonly string[] = name === "channel" ? CHANNELS : TERMS[list];
    return [anything(), ...codes.map((value) => ({ value, label: term(list, value) }))];
  }
  if (name === "due") {
    return [anything(), ...["late", "soon"].map((value) => ({ value, label: t(`due.${value}`) }))];
  }
  if (name === "language") {
    return [anything(), ...SPOKEN.map((value) => ({ value, label: languageName(value) }))];
  }
  const readers = open().desk.staff.filter(({ role }) => role <= 3);
  return [anything(), ...readers.map((row) => ({ value: row.staff_id, label: row.display_name }))];
}

/** What a label of the filter says, in words. */
export function wordsOf(name: keyof QueueFilter, value: string): string {
  const list = LISTS[name];
  if (list !== undefined) return term(list, value);
  if (name === "holder") return nameOf(value);
  if (name === "language") return languageName(value);
  return name === "due" ? t(`due.${value}`) : value;
}

interface Props {
  tab: QueueView;
  total: number | undefined;
  onFilter: (next: QueueFilter) => void;
  /** Saved views, beside the fields. */
  children?: ComponentChildren;
}

const SELECTS = [
  "category",
  "priority",
  "due",
  "language",
  "channel",
  "door",
  "lane",
  "status",
  "holder",
  "reason",
] as const;

/** What is no question in a list: all its items have one status, wait, or were set aside. */
const UNASKED: Readonly<Partial<Record<QueueView, readonly string[]>>> = {
  waiting: ["status", "holder", "reason"],
  mine: ["reason"],
  quarantined: ["status", "holder", "lane"],
};
const fitting = (tab: QueueView) => SELECTS.filter((name) => !UNASKED[tab]?.includes(name));

function Chosen({ onFilter, total }: Props) {
  const chosen = chosenOf(filter.value);
  if (chosen.length === 0) return null;
  return (
    <p class="filter-chosen">
      {chosen.map((name) => (
        <span key={name} class="chip">
          {t(`filter.${name}`)}: <bdi>{wordsOf(name, filter.value[name])}</bdi>
        </span>
      ))}
      {total !== undefined && (
        <span role="status">
          {total >= MOST_COUNTED
            ? t("filter.found-many", { count: number(MOST_COUNTED) })
            : t("filter.found", { count: total })}
        </span>
      )}
      <Button kind="quiet" onClick={() => onFilter(NO_FILTER)}>
        {t("filter.clear")}
      </Button>
    </p>
  );
}

export function QueueFilters(props: Props) {
  const set = (more: Partial<QueueFilter>): void => props.onFilter({ ...filter.value, ...more });
  return (
    <div class="queue-filter" data-search="">
      <details class="filter-fields">
        <summary>{t("filter.title")}</summary>
        <div class="field-grid">
          {fitting(props.tab).map((name) => (
            <SelectField
              key={name}
              label={t(`filter.${name}`)}
              value={filter.value[name]}
              options={optionsFor(name)}
              onValue={(value) => set({ [name]: value })}
            />
          ))}
          {(["first", "last"] as const).map((name) => (
            <TextField
              key={name}
              label={t(`filter.${name}`)}
              type="date"
              value={filter.value[name]}
              onValue={(value) => set({ [name]: value })}
            />
          ))}
        </div>
      </details>
      {props.children}
      <Chosen {...props} />
    </div>
  );
}
