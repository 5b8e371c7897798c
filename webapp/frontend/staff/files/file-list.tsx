// The files of a message: what each is said to be, and what can be done with it. Nothing is rendered
// by itself, and until the server has said that a file is not locked, nothing of it is shown.

import { useSignal } from "@preact/signals";
import type { FileRow } from "../api/file-calls.ts";
import { t } from "../i18n/i18n.ts";
import type { Inner } from "../logic/answers.ts";
import { filesIn, type SentFileLine } from "../logic/sent-files.ts";
import { mayBeShown } from "../logic/true-type.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { FileDialog, type Wanted } from "./file-dialog.tsx";
import { FileFacts, FileName } from "./file-facts.tsx";
import { useKnownFiles } from "./known-files.ts";
import { LockDialog, ReleaseDialog } from "./lock-dialog.tsx";
import { seesLocked } from "./locking.ts";
import { ReportSteps } from "./report-steps.tsx";

type Asked = "" | Wanted | "lock" | "release";

interface RowProps {
  file: SentFileLine;
  row: FileRow;
}

/** What can be done: a locked file is looked at by two roles, and saved by nobody. */
function actsOn({ file, row }: RowProps): Exclude<Asked, "">[] {
  if (!row.whole) return [];
  if (row.locked) return ["look", "release"];
  return mayBeShown(file.kind) ? ["look", "save", "lock"] : ["save", "lock"];
}

function Acts({ file, row }: RowProps) {
  const { talk } = useKnownFiles();
  const asked = useSignal<Asked>("");
  const close = (): void => {
    asked.value = "";
  };
  const lock = (): void => {
    asked.value = "lock";
  };
  const now = actsOn({ file, row }).find((act) => act === asked.value) ?? "";
  return (
    <>
      <div class="actions">
        {actsOn({ file, row }).map((act) => (
          <Button
            key={act}
            kind={act === "lock" ? "danger" : "plain"}
            onClick={() => {
              asked.value = act;
            }}
          >
            {t(`file.${act}`)}
          </Button>
        ))}
      </div>
      {(now === "look" || now === "save") && (
        <FileDialog
          key={now}
          conv={talk.conv}
          file={file}
          wanted={now}
          onLock={row.locked ? undefined : lock}
          onClose={close}
        />
      )}
      {now === "lock" && <LockDialog file={file.id} onClose={close} />}
      {now === "release" && <ReleaseDialog file={file.id} onClose={close} />}
    </>
  );
}

function Known({ file, row }: RowProps) {
  if (row.locked && !seesLocked()) return <Notice tone="warn">{t("file.locked-away")}</Notice>;
  return (
    <>
      {row.locked && <Notice tone="bad">{t("file.locked")}</Notice>}
      <FileName file={file} />
      <FileFacts file={file} />
      {!row.whole && <p class="quiet">{t("file.on-its-way")}</p>}
      <Acts file={file} row={row} />
      {row.locked && <ReportSteps file={file.id} until={row.held_until} />}
    </>
  );
}

function FileItem({ file }: { file: SentFileLine }) {
  const { rows, error } = useKnownFiles();
  const row = rows.value?.get(file.id);
  if (rows.value === null) {
    return error.value === "" ? (
      <p class="quiet">{t("app.loading")}</p>
    ) : (
      <Failure text={error.value} />
    );
  }
  return row === undefined ? (
    <p class="quiet">{t("file.gone")}</p>
  ) : (
    <Known file={file} row={row} />
  );
}

export function FileList({ inner }: { inner: Inner | null }) {
  return (
    <ul class="files">
      {filesIn(inner).map((file, index) => (
        <li key={file?.id ?? index} class="file">
          {file === null ? (
            <p class="message-odd">{t("file.unreadable")}</p>
          ) : (
            <FileItem file={file} />
          )}
        </li>
      ))}
    </ul>
  );
}
