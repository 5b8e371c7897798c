// What became of a referral, and when somebody looks at it again.

import { useSignal } from "@preact/signals";
import type { Followed, ReleaseRow } from "../api/referral-calls.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, SelectField, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";

interface Props {
  row: ReleaseRow;
  reload: () => Promise<void>;
  onClose: () => void;
}

export function FollowDialog({ row, reload, onClose }: Props) {
  const status = useSignal(row.status);
  const outcome = useSignal(row.outcome);
  const again = useSignal(row.follow_up_on ?? "");
  const { busy, error, run } = useAction();
  const save = async (): Promise<void> => {
    const was: Followed = {
      status: row.status,
      outcome: row.outcome,
      follow_up_on: row.follow_up_on,
    };
    await api.followUp(row.case_id, row.release_id, was, {
      status: status.value,
      outcome: outcome.value,
      follow_up_on: again.value || null,
    });
    announce(t("referral.followed"));
    await reload();
    onClose();
  };
  return (
    <Dialog title={t("referral.follow-up")} onClose={onClose}>
      <SelectField
        label={t("referral.status")}
        {...bound(status)}
        options={optionsOf("referral_status")}
      />
      <SelectField
        label={t("referral.outcome")}
        {...bound(outcome)}
        options={optionsOf("report_outcome")}
      />
      <TextField type="date" label={t("referral.again")} {...bound(again)} />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} onClick={() => void run(save)}>
          {t("action.save")}
        </Button>
      </div>
    </Dialog>
  );
}
