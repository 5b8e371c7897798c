// The person takes their consent back: nothing more leaves, and what is out already is named.

import { useSignal } from "@preact/signals";
import type { ReleaseRow } from "../api/referral-calls.ts";
import type { SignedRecord } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { CONSENTS } from "../logic/packet.ts";
import { hourOf } from "../logic/time.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { type OpenedCase, sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";
import type { Release } from "../vault/release.ts";

interface Props {
  opened: OpenedCase;
  releases: readonly Release[];
  reload: () => Promise<void>;
  onClose: () => void;
}

interface Told {
  stopped: string[];
  out: string[];
}

function Named({ label, names }: { label: string; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      <h3>{label}</h3>
      <ul>
        {names.map((name) => (
          <li key={name} dir="auto">
            {name}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Our own word for it, signed: a server that shows one of them as good is not believed any more. */
function wordOf(opened: OpenedCase, releases: readonly Release[]): SignedRecord {
  const consents: readonly string[] = CONSENTS;
  const ids = releases.filter(({ row }) => consents.includes(row.ground));
  const inner = {
    t: "withdrawal",
    at: hourOf(new Date()),
    releases: ids.map(({ row }) => row.release_id),
  };
  return sealRevision(opened, newId(), null, inner, open().keyring);
}

export function WithdrawDialog({ opened, releases, reload, onClose }: Props) {
  const told = useSignal<Told | null>(null);
  const { busy, error, run } = useAction();
  const nameOf = (row: ReleaseRow): string =>
    releases.find((each) => each.row.release_id === row.release_id)?.words?.name ??
    row.organisation;
  const withdraw = async (): Promise<void> => {
    const { stopped, out } = await api.withdrawConsent(opened.id, wordOf(opened, releases));
    told.value = { stopped: stopped.map(nameOf), out: out.map(nameOf) };
    announce(t("referral.withdrawn"));
    await reload();
  };
  return (
    <Dialog title={t("referral.withdraw")} onClose={onClose}>
      {told.value === null ? (
        <>
          <p>{t("referral.withdraw-help")}</p>
          <Failure text={error} />
          <div class="actions">
            <Button kind="danger" busy={busy} onClick={() => void run(withdraw)}>
              {t("referral.withdraw")}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Notice tone="good">{t("referral.withdrawn")}</Notice>
          <Named label={t("referral.stopped")} names={told.value.stopped} />
          <Named label={t("referral.out")} names={told.value.out} />
        </>
      )}
    </Dialog>
  );
}
