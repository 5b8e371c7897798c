// How the chat stands, in words: is the person there, who of us is in it, who looks on.

import type { Live, Member } from "../api/live-types.ts";
import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { nameOf, open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

function sentenceOf({ phase, online, warned, lost }: Live): string {
  if (phase === "ended") return t("standing.ended");
  if (phase === "resting") return t("standing.resting");
  if (phase === "waiting") return t(lost ? "standing.lost" : "standing.waiting");
  if (warned) return t("standing.warned");
  return t(online ? "standing.online" : "standing.offline");
}

const isThere = ({ online, phase }: Live): boolean => online && phase !== "ended";

interface Props {
  item: Item;
  onRemove: (member: Member) => void;
}

function MemberChip({ member, onRemove }: { member: Member; onRemove: (() => void) | null }) {
  const name = nameOf(member.staff_id);
  return (
    <li class="chip member">
      <bdi>{name}</bdi>
      <span class="quiet">{t(`member.${member.kind}`)}</span>
      {onRemove && (
        <Button kind="quiet" onClick={onRemove}>
          {t("member.remove")}
          <span class="hidden"> {name}</span>
        </Button>
      )}
    </li>
  );
}

export function Standing({ item, onRemove }: Props) {
  const { live, holder } = item;
  if (live == null) return null;
  const mine = holder === open().me.staffId;
  const looking = live.looking
    .filter((id) => id !== open().me.staffId && id !== holder)
    .map(nameOf);
  return (
    <div class="standing">
      <p role="status" class={isThere(live) ? "standing-words online" : "standing-words"}>
        <span class="standing-dot" aria-hidden="true" />
        {sentenceOf(live)}
      </p>
      {live.members.length > 0 && (
        <ul class="members" aria-label={t("member.list")}>
          {live.members.map((member) => (
            <MemberChip
              key={member.staff_id}
              member={member}
              onRemove={mine ? () => onRemove(member) : null}
            />
          ))}
        </ul>
      )}
      {looking.length > 0 && (
        <p class="quiet">{t("live.looking", { names: looking.join(", ") })}</p>
      )}
      {live.escalated && live.phase === "waiting" && (
        <Notice tone="warn">{t("standing.escalated")}</Notice>
      )}
    </div>
  );
}
