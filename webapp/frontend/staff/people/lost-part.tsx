// Somebody lost every device: what that ends, and the link for their new keys. Not for oneself.

import { useSignal } from "@preact/signals";
import type { StaffRow } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { open } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox, ticked } from "../ui/check.tsx";
import type { Action } from "../ui/use-action.ts";

interface Props {
  row: StaffRow;
  action: Action;
  onLost: () => void;
}

function Ask({ row, action, onLost }: Props) {
  const sure = useSignal(false);
  return (
    <>
      <p>{t(row.lost ? "lost.again-help" : "lost.help")}</p>
      <CheckBox {...ticked(sure)} label={t("lost.sure", { name: row.display_name })} />
      <div class="actions">
        <Button kind="danger" busy={action.busy} disabled={!sure.value} onClick={onLost}>
          {t(row.lost ? "lost.again" : "lost.button")}
        </Button>
      </div>
    </>
  );
}

export function LostPart(props: Props) {
  const { row } = props;
  if (row.staff_id === open().me.staffId || !(row.active || row.lost)) return null;
  return (
    <section>
      <h3>{t("lost.button")}</h3>
      {row.provable ? <Ask {...props} /> : <p>{t("lost.no-proof")}</p>}
    </section>
  );
}
