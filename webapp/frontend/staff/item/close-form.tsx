// Wrapping up: how the item ended, with both rows of dispositions named.

import { useSignal } from "@preact/signals";
import type { Item } from "../api/types.ts";
import { t, term } from "../i18n/i18n.ts";
import { DISPOSITION_GROUPS } from "../logic/terms.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";

interface Props {
  item: Item;
  onItem: (item: Item) => void;
}

function Dispositions({ chosen, onChosen }: { chosen: string; onChosen: (it: string) => void }) {
  return DISPOSITION_GROUPS.map((group) => (
    <fieldset key={group.key} class="checks">
      <legend>{t(`item.close-${group.key}`)}</legend>
      <div class="checks-list">
        {group.codes.map((code) => (
          <label key={code} class="check">
            <input
              type="radio"
              name="disposition"
              checked={chosen === code}
              onChange={() => onChosen(code)}
            />
            <span>{term("disposition", code)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  ));
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
