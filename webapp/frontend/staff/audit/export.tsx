// Saves the rows that are wanted as a file on this computer; the server notes who took them.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { saveFile } from "../ui/save-file.ts";
import { useAction } from "../ui/use-action.ts";
import { type Filters, wantedOf } from "./wanted.ts";

/** Spreadsheets read a file as UTF-8 only where it begins with this. */
const MARK = "\ufeff";

export function ExportButton({ filters }: { filters: Filters }) {
  const { busy, error, run } = useAction();
  const saved = useSignal("");
  const take = (): Promise<void> =>
    run(async () => {
      saved.value = "";
      const { csv, more } = await api.exportAudit(wantedOf(filters));
      saveFile("audit.csv", new Blob([MARK, csv], { type: "text/csv;charset=utf-8" }));
      saved.value = t(more ? "audit.export-cut" : "audit.exported");
    });
  return (
    <>
      <Button busy={busy} onClick={() => void take()}>
        {t("audit.export")}
      </Button>
      {saved.value !== "" && (
        <Notice tone="info" live>
          {saved.value}
        </Notice>
      )}
      <Failure text={error} />
    </>
  );
}
