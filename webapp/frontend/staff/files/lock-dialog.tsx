// Before a file is locked, and before it is released: what then happens is said here.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, TextArea } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { useKnownFiles } from "./known-files.ts";
import { lockFile, releaseFile } from "./locking.ts";

interface Props {
  file: string;
  onClose: () => void;
}

export function LockDialog({ file, onClose }: Props) {
  const { talk, reload } = useKnownFiles();
  const { busy, error, run } = useAction();
  const lock = async (): Promise<void> => {
    await lockFile(talk.conv, file);
    announce(t("file.locked-now"));
    onClose();
    await reload();
  };
  return (
    <Dialog title={t("file.lock")} onClose={onClose}>
      <p>{t("file.lock-help")}</p>
      <Notice tone="warn">{t("file.lock-rules")}</Notice>
      <Failure text={error} />
      <div class="actions">
        <Button kind="danger" busy={busy} onClick={() => void run(lock)}>
          {t("file.lock-now")}
        </Button>
      </div>
    </Dialog>
  );
}

export function ReleaseDialog({ file, onClose }: Props) {
  const { talk, reload } = useKnownFiles();
  const { busy, error, run } = useAction();
  const reason = useSignal("");
  const release = async (): Promise<void> => {
    const opened = talk.opened.peek();
    if (opened === null) return;
    await releaseFile(talk, opened, file, reason.value);
    announce(t("file.released"));
    onClose();
    await reload();
  };
  return (
    <Dialog title={t("file.release")} onClose={onClose}>
      <p>{t("file.release-help")}</p>
      <TextArea label={t("file.release-reason")} rows={3} {...bound(reason)} />
      <Failure text={error} />
      <div class="actions">
        <Button
          kind="primary"
          busy={busy}
          disabled={reason.value.trim() === ""}
          onClick={() => void run(release)}
        >
          {t("file.release-now")}
        </Button>
      </div>
    </Dialog>
  );
}
