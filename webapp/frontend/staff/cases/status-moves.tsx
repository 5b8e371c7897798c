// Where the case may go from here; closed cases are reopened by supervisors only.

import { useSignal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import type { CaseDetail } from "../api/types.ts";
import { t, term } from "../i18n/i18n.ts";
import { allowedMoves } from "../logic/case-status.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

interface Props {
  detail: CaseDetail;
  reload: () => Promise<void>;
}

export function StatusMoves({ detail, reload }: Props) {
  const chosen = useSignal("");
  const { busy, error, run } = useAction();
  const moves = allowedMoves(detail.status, open().me.role);
  if (moves.length === 0) return null;
  const move = async (): Promise<void> => {
    try {
      await api.moveCase(detail.case_id, detail.status, chosen.value);
      announce(t("case.moved", { status: term("case_status", chosen.value) }));
      chosen.value = "";
    } catch (reason) {
      if (!(reason instanceof Problem)) throw reason;
      await reload();
      throw reason;
    }
    await reload();
  };
  return (
    <div class="status-moves">
      <SelectField
        label={t("case.move-to")}
        value={chosen.value}
        options={[
          { value: "", label: t("case.move-choose") },
          ...moves.map((value) => ({ value, label: term("case_status", value) })),
        ]}
        onValue={(value) => {
          chosen.value = value;
        }}
      />
      <Button busy={busy} disabled={chosen.value === ""} onClick={() => void run(move)}>
        {t("case.move")}
      </Button>
      <Failure text={error} />
    </div>
  );
}
