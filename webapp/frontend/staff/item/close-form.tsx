// Wrapping up: how the item ended, with both rows of dispositions named.

import { useSignal } from "@preact/signals";
import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { Dispositions } from "./dispositions.tsx";

interface Props {
  item: Item;
  onItem: (item: Item) => void;
}

function CloseDialog({ item, onItem, onClose }: Props & { onClose: () => void }) {
  const chosen = useSignal("");
  const { busy, error, run } = useAction();
  const close = async (): Promise<void> => {
    onItem(await api.close(item.conv, chosen.value));
    announce(t("item.closed"));
    onClose();
  };
  return (
    <Dialog title={t("item.close-title")} onClose={onClose}>
      <Dispositions
        chosen={chosen.value}
        onChosen={(code) => {
          chosen.value = code;
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={chosen.value === ""}
          onClick={() => void run(close)}
        >
          {t("item.close")}
        </Button>
      </div>
    </Dialog>
  );
}

export function CloseForm({ item, onItem }: Props) {
  const asking = useSignal(false);
  const set = (open: boolean) => () => {
    asking.value = open;
  };
  return (
    <>
      <Button onClick={set(true)}>{t("item.close-open")}</Button>
      {asking.value && <CloseDialog item={item} onItem={onItem} onClose={set(false)} />}
    </>
  );
}
