// What the labels say about the open item, and claim or release.

import type { Item } from "../api/types.ts";
import { ChatActions } from "../chat/chat-actions.tsx";
import { age, day, languageName } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import type { Opened } from "../live/opening.ts";
import type { Talk } from "../live/talk.ts";
import { DueChip } from "../queue/due-chip.tsx";
import { api, nameOf, open } from "../store/session.ts";
import { go } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CaseNumber } from "../ui/case-number.tsx";
import { Marks, PriorityChip, StatusChip, UrgencyChip } from "../ui/chips.tsx";
import { ScreenHeading } from "../ui/heading.tsx";
import { LiveChips } from "../ui/live-chip.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

function ClaimOrRelease({ item, onItem }: { item: Item; onItem: (item: Item) => void }) {
  const { busy, error, run } = useAction();
  const mine = item.holder === open().me.staffId;
  return (
    <>
      {item.status === "waiting" && (
        <Button
          kind="primary"
          busy={busy}
          onClick={() => void run(async () => onItem(await api.claim(item.conv)))}
        >
          {t("action.claim")}
        </Button>
      )}
      {mine && (
        <Button
          busy={busy}
          onClick={() => void run(async () => onItem(await api.release(item.conv)))}
        >
          {t("action.release")}
        </Button>
      )}
      <Failure text={error} />
    </>
  );
}

function Facts({ item }: { item: Item }) {
  return (
    <p class="item-facts">
      <span>
        {term("channel", item.channel)} · {term("door", item.door)}
      </span>
      <span>{languageName(item.language)}</span>
      <span>
        {day(item.day)}
        {item.arrived !== null && <> · {age(item.arrived, new Date())}</>}
      </span>
      {item.holder !== null && <span>{t("item.held-by", { name: nameOf(item.holder) })}</span>}
      {item.disposition !== null && <span>{term("disposition", item.disposition)}</span>}
    </p>
  );
}

export function ItemHead({ talk, opened }: { talk: Talk; opened: Opened }) {
  const { item } = opened.answer;
  const { live } = item;
  return (
    <div class="item-head">
      <div class="item-title">
        <ScreenHeading>{term("category", item.category)}</ScreenHeading>
        <PriorityChip code={item.priority} />
        <UrgencyChip code={item.urgency} />
        <StatusChip list="item_status" code={item.status} />
        <Marks item={item} />
        <LiveChips item={item} />
        <DueChip item={item} now={new Date()} />
      </div>
      <Facts item={item} />
      <div class="actions">
        {item.cases.map((it) => (
          <Button key={it.case_id} onClick={() => go({ screen: "case", id: it.case_id })}>
            {t("label.case")} <CaseNumber number={it.number} />
          </Button>
        ))}
        {live?.phase !== "ended" && <ClaimOrRelease item={item} onItem={talk.setItem} />}
        {live != null && <ChatActions talk={talk} opened={opened} live={live} />}
      </div>
    </div>
  );
}
