// One item of the queue: a card on a phone, a line of a table on a desk.

import type { Item } from "../api/types.ts";
import { age, day, hourBegins, languageName } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { Marks, PriorityChip, StatusChip, UrgencyChip } from "../ui/chips.tsx";
import { LiveChips } from "../ui/live-chip.tsx";
import { DueChip } from "./due-chip.tsx";

interface Props {
  item: Item;
  now: Date;
  fresh: boolean;
  current: boolean;
  ticked: boolean;
  onTick: (range: boolean) => void;
  onOpen: () => void;
  onClaim: () => void;
}

function When({ item, now }: { item: Item; now: Date }) {
  return (
    <span class="row-when">
      {item.arrived !== null && <strong class="row-age">{age(item.arrived, now)}</strong>}
      <time dateTime={item.day}>{day(item.day)}</time>
    </span>
  );
}

function Who({ item, onClaim }: { item: Item; onClaim: () => void }) {
  const claimable = item.status === "waiting";
  return (
    <span class="row-who">
      {item.holder !== null && (
        <span>
          <span class="hidden">{t("label.holder")}: </span>
          <bdi>{nameOf(item.holder)}</bdi>
        </span>
      )}
      {claimable && (
        <Button onClick={onClaim}>
          {t("action.claim")}
          <span class="hidden">
            {" "}
            {term("category", item.category)}, {day(item.day)}
          </span>
        </Button>
      )}
    </span>
  );
}

/** A box for the row; with Shift everything from the one before. */
function Tick({ item, ticked, onTick }: Pick<Props, "item" | "ticked" | "onTick">) {
  return (
    <label class="row-tick">
      <input type="checkbox" checked={ticked} onClick={(event) => onTick(event.shiftKey)} />
      <span class="hidden">
        {t("bulk.tick")}: {term("category", item.category)}, {day(item.day)}
      </span>
    </label>
  );
}

/** What stands out: why it was set aside, what came since, that its source cannot write now. */
function Kept({ item }: { item: Item }) {
  const { aside, blocked_until: until } = item;
  return (
    <>
      {item.lane !== null && <span class="chip">{term("lane", item.lane)}</span>}
      {aside !== null && <span class="chip">{term("quarantine_reason", aside.reason)}</span>}
      {aside !== null && aside.more > 0 && (
        <span class="chip mark-unanswered">{t("queue.more-since", { count: aside.more })}</span>
      )}
      {until !== null && (
        <span class="chip mark-bad">{t("block.chip", { until: hourBegins(until) })}</span>
      )}
    </>
  );
}

export function QueueRow({ item, now, fresh, current, ticked, onTick, onOpen, onClaim }: Props) {
  const classes = [
    "row",
    ticked && "ticked",
    fresh && "fresh",
    current && "current",
    `edge-${item.priority}`,
  ];
  return (
    <li class={classes.filter(Boolean).join(" ")} data-conv={item.conv}>
      <span class="row-rank">
        <Tick item={item} ticked={ticked} onTick={onTick} />
        <PriorityChip code={item.priority} />
        <UrgencyChip code={item.urgency} />
      </span>
      <span class="row-what">
        <button
          type="button"
          class="row-open"
          aria-current={current ? "true" : undefined}
          onClick={onOpen}
        >
          {term("category", item.category)}
        </button>
        <span class="row-door">
          {term("channel", item.channel)} · {term("door", item.door)}
        </span>
      </span>
      <span class="row-language">
        <span class="hidden">{t("label.language")}: </span>
        {languageName(item.language)}
      </span>
      <When item={item} now={now} />
      <span class="row-state">
        <StatusChip list="item_status" code={item.status} />
        <Marks item={item} />
        <LiveChips item={item} />
        <DueChip item={item} now={now} />
        <Kept item={item} />
        {item.cases.map((it) => (
          <span key={it.case_id} class="chip case-chip">
            {t("label.case")} <CaseNumber number={it.number} />
          </span>
        ))}
      </span>
      <Who item={item} onClaim={onClaim} />
    </li>
  );
}
