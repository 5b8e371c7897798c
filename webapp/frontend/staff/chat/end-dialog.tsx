// Asked before a chat ends for both sides: what then happens is said here.

import { t } from "../i18n/i18n.ts";
import type { Talk } from "../live/talk.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { endChat } from "./end-acts.ts";

export function EndDialog({ talk, onClose }: { talk: Talk; onClose: () => void }) {
  const { busy, error, run } = useAction();
  const end = async (): Promise<void> => {
    await endChat(talk);
    announce(t("end.done"));
    onClose();
  };
  return (
    <Dialog title={t("end.title")} onClose={onClose}>
      <p>{t("end.help")}</p>
      <Failure text={error} />
      <div class="actions">
        <Button kind="danger" busy={busy} onClick={() => void run(end)}>
          {t("end.now")}
        </Button>
        <Button onClick={onClose}>{t("end.go-on")}</Button>
      </div>
    </Dialog>
  );
}
