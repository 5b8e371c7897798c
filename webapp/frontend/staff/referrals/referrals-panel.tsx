// A case's referrals: what was released to whom, handed over, withdrawn and followed up.

import { useSignal } from "@preact/signals";
import type { CaseState } from "../cases/use-case.ts";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { joinReleases } from "../vault/release.ts";
import { wordsOfCase } from "./case-words.ts";
import { FollowDialog } from "./follow-form.tsx";
import { HandDialog } from "./hand-dialog.tsx";
import { IntroduceDialog } from "./introduce-dialog.tsx";
import { ReleaseDialog } from "./release-dialog.tsx";
import { ReleaseRow } from "./release-row.tsx";
import { WithdrawDialog } from "./withdraw-dialog.tsx";

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

type Open =
  | { what: "new" | "export" | "withdraw" }
  | { what: "hand" | "follow" | "introduce"; id: string }
  | null;

export function ReferralsPanel({ state, reload }: Props) {
  const shown = useSignal<Open>(null);
  const { detail, opened } = state;
  const words = wordsOfCase(state);
  const releases = joinReleases(detail.releases, opened.sections);
  const about = shown.value;
  const one = releases.find(
    ({ row }) => about !== null && "id" in about && row.release_id === about.id,
  );
  const props = { reload, onClose: () => (shown.value = null) };
  const show = (next: Open) => () => {
    shown.value = next;
  };
  const withdrawals = detail.events.filter(({ action }) => action === "withdraw_consent").length;
  const opens = opened.container.keys.size > 0;
  const may = opens && detail.status !== "closed";
  return (
    <section class="panel" aria-labelledby="referrals-title">
      <h2 id="referrals-title">{t("referral.title")}</h2>
      {releases.length === 0 && <p class="quiet-line">{t("referral.nothing")}</p>}
      {releases.map((release) => {
        const id = release.row.release_id;
        const open = {
          onHand: show({ what: "hand", id }),
          onFollow: show({ what: "follow", id }),
          onIntroduce: show({ what: "introduce", id }),
        };
        return <ReleaseRow key={id} release={release} words={words} {...open} />;
      })}
      <div class="actions">
        {may && <Button onClick={show({ what: "new" })}>{t("referral.new")}</Button>}
        {opens && <Button onClick={show({ what: "export" })}>{t("export.new")}</Button>}
        {releases.length > 0 && (
          <Button kind="quiet" onClick={show({ what: "withdraw" })}>
            {t("referral.withdraw")}
          </Button>
        )}
      </div>
      {(about?.what === "new" || about?.what === "export") && (
        <ReleaseDialog
          {...{ opened, words, withdrawals }}
          isExport={about.what === "export"}
          {...props}
        />
      )}
      {about?.what === "withdraw" && (
        <WithdrawDialog opened={opened} releases={releases} {...props} />
      )}
      {about?.what === "hand" && one && (
        <HandDialog caseId={opened.id} release={one} words={words} {...props} />
      )}
      {about?.what === "introduce" && one?.words && (
        <IntroduceDialog
          words={one.words}
          handed={one.row.handed_hour !== null}
          conversations={detail.conversations}
          onClose={props.onClose}
        />
      )}
      {about?.what === "follow" && one && <FollowDialog row={one.row} {...props} />}
    </section>
  );
}
