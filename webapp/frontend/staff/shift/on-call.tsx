// On call: where an alert without any content goes when people wait and nobody is on shift.

import { useSignal } from "@preact/signals";
import type { OnCall } from "../api/live-types.ts";
import { t } from "../i18n/i18n.ts";
import { refreshShift } from "../live/shift.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, SelectField, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

type Kind = OnCall["kind"] | "";

const KINDS: readonly Kind[] = ["", "email", "webhook"];

async function save(kind: Kind, address: string): Promise<void> {
  if (kind === "") await api.endOnCall();
  else await api.setOnCall({ kind, address: address.trim() });
  await refreshShift();
  announce(t("on-call.saved"));
}

function OnCallDialog({ now, onClose }: { now: OnCall | null; onClose: () => void }) {
  const kind = useSignal<Kind>(now?.kind ?? "");
  const address = useSignal(now?.address ?? "");
  const { busy, error, run } = useAction();
  const chosen = kind.value;
  return (
    <Dialog title={t("on-call.title")} onClose={onClose}>
      <p>{t("on-call.help")}</p>
      <SelectField
        label={t("on-call.how")}
        value={chosen}
        options={KINDS.map((value) => ({ value, label: t(`on-call.kind.${value || "none"}`) }))}
        onValue={(value) => {
          kind.value = KINDS.find((it) => it === value) ?? "";
        }}
      />
      {chosen !== "" && (
        <TextField
          label={t(`on-call.address.${chosen}`)}
          dir="ltr"
          autocapitalize="none"
          {...bound(address)}
        />
      )}
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={chosen !== "" && address.value.trim() === ""}
          onClick={() =>
            void run(async () => {
              await save(chosen, address.value);
              onClose();
            })
          }
        >
          {t("action.save")}
        </Button>
      </div>
    </Dialog>
  );
}

export function OnCallButton({ now }: { now: OnCall | null }) {
  const asking = useSignal(false);
  const set = (on: boolean) => () => {
    asking.value = on;
  };
  return (
    <>
      <Button onClick={set(true)}>
        {t(now === null ? "on-call.open" : `on-call.now.${now.kind}`)}
      </Button>
      {asking.value && <OnCallDialog now={now} onClose={set(false)} />}
    </>
  );
}
