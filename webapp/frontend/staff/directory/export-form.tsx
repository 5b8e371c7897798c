// The whole directory as a file; a key for referrals is in none of them.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { saveFile } from "../ui/save-file.ts";
import { useAction } from "../ui/use-action.ts";
import { FORMATS, type Format } from "./types.ts";

const NAMES: Record<Format, string> = {
  package: "hsds.zip",
  json: "organizations.json",
  ndjson: "organizations.ndjson",
  table: "organisations.csv",
};

export function ExportForm() {
  const form = useSignal<Format>("package");
  const { busy, error, run } = useAction();
  const take = (): Promise<void> =>
    run(async () => {
      const format = form.value;
      saveFile(NAMES[format], await api.exportDirectory(format));
      announce(t("directory.exported"));
    });
  return (
    <section class="panel">
      <SelectField
        label={t("directory.format")}
        help={t("directory.format-help")}
        value={form.value}
        options={FORMATS.map((value) => ({ value, label: t(`directory.format.${value}`) }))}
        onValue={(value) => {
          form.value = FORMATS.find((it) => it === value) ?? "package";
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} onClick={() => void take()}>
          {t("directory.export-now")}
        </Button>
      </div>
    </section>
  );
}
