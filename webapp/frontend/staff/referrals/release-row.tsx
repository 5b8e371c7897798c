// One release in a case: to whom, on which ground, what of the case, and how far it is.

import { day, hour } from "../i18n/format.ts";
import { t, term } from "../i18n/i18n.ts";
import { EXPORT, type Shareable } from "../logic/packet.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import type { Release } from "../vault/release.ts";
import { itemLabel } from "./packet-words.ts";

interface Props {
  release: Release;
  words: Shareable;
  onHand: () => void;
  onFollow: () => void;
  onIntroduce: () => void;
}

/** The things of a release by name, as far as the case still has them. */
function scopeNames({ row }: Release, words: Shareable): string[] {
  return row.scope.map((code) => {
    const item = words.get(code);
    return item === undefined ? t("referral.gone-item") : itemLabel(item);
  });
}

function factsOf(release: Release, words: Shareable): [string, string][] {
  const { row } = release;
  const facts: [string, string][] = [
    [t("referral.mode"), term("referral_mode", row.mode)],
    [t("referral.ground"), term("ground", row.ground)],
    [t("referral.scope"), scopeNames(release, words).join(" · ") || t("referral.scope-none")],
    [t("referral.expires"), day(row.expires_on)],
  ];
  if (row.mode === EXPORT) return facts;
  return [
    ...facts,
    [t("referral.status"), term("referral_status", row.status)],
    [t("referral.outcome"), term("report_outcome", row.outcome)],
    [t("referral.again"), row.follow_up_on === null ? t("field.none") : day(row.follow_up_on)],
  ];
}

function Facts({ release, words }: { release: Release; words: Shareable }) {
  return (
    <dl class="facts">
      {factsOf(release, words).map(([name, value]) => (
        <div key={name} class={name === t("referral.scope") ? "long" : undefined}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function State({ release }: { release: Release }) {
  const { row } = release;
  const way = row.way === null ? "" : term("packet_way", row.way);
  const when = row.handed_hour === null ? "" : hour(row.handed_hour);
  const gone = row.is_out ? "withdrawn-out" : "withdrawn";
  const state = release.withdrawn ? gone : row.state;
  return (
    <p class={`release-state of-${row.state}`}>{t(`referral.state-${state}`, { way, when })}</p>
  );
}

export function ReleaseRow({ release, words, onHand, onFollow, onIntroduce }: Props) {
  const { row } = release;
  const name = release.words?.name ?? row.organisation;
  const isExport = row.mode === EXPORT;
  const over = release.withdrawn || row.state === "opened";
  return (
    <article class="section release">
      <header class="section-head">
        <span class="chip">{term("recipient_kind", row.recipient_kind)}</span>
        <h3 dir="auto">{name}</h3>
        <span class="message-when">
          <bdi>{nameOf(row.staff_id)}</bdi> · {hour(row.hour)}
        </span>
      </header>
      {release.words === null && <Notice tone="bad">{t("referral.disagrees")}</Notice>}
      <State release={release} />
      <Facts release={release} words={words} />
      <div class="actions">
        {release.words !== null && !over && (
          <Button onClick={onHand}>
            {t(isExport ? "export.hand-over" : "packet.hand-over")}
            <span class="hidden"> {name}</span>
          </Button>
        )}
        {release.words?.mode === "warm_handoff" && !release.withdrawn && (
          <Button onClick={onIntroduce}>
            {t("introduce.open")}
            <span class="hidden"> {name}</span>
          </Button>
        )}
        {!isExport && (
          <Button kind="quiet" onClick={onFollow}>
            {t("referral.follow-up")}
            <span class="hidden"> {name}</span>
          </Button>
        )}
      </div>
    </article>
  );
}
