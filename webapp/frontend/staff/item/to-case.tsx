// From item to case: a new case filled from the tip, or one that is already there.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { AttachDialog } from "./attach-dialog.tsx";
import { ConvertDialog } from "./convert-dialog.tsx";
import type { ConversationState, Opened } from "./use-conversation.ts";

interface Props {
  opened: Opened;
  state: ConversationState;
}

export function ToCase({ opened, state }: Props) {
  const asking = useSignal<"" | "new" | "attach">("");
  const show = (which: "" | "new" | "attach") => () => {
    asking.value = which;
  };
  if (opened.conversation.anchor === null || opened.conversation.blocked) return null;
  return (
    <>
      {opened.answer.item.cases.length === 0 && (
        <Button kind="primary" onClick={show("new")}>
          {t("item.convert")}
        </Button>
      )}
      <Button onClick={show("attach")}>{t("item.attach")}</Button>
      {asking.value === "new" && <ConvertDialog opened={opened} onClose={show("")} />}
      {asking.value === "attach" && (
        <AttachDialog opened={opened} state={state} onClose={show("")} />
      )}
    </>
  );
}
