// A newcomer: name, display name, role; everything secret is made here, in this browser.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { addStaff } from "../store/add-staff.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Failure, Notice } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";
import type { HandOver } from "../vault/new-staff.ts";

const NAME = /^[a-z0-9._-]{2,32}$/;

export function AddStaff({ onAdded }: { onAdded: (handOver: HandOver) => void }) {
  const name = useSignal("");
  const displayName = useSignal("");
  const role = useSignal("1");
  const { busy, error, run } = useAction();
  const wrong = name.value !== "" && !NAME.test(name.value);
  const ready = NAME.test(name.value) && displayName.value.trim() !== "";
  const add = async (): Promise<void> => {
    const shown = displayName.value.trim();
    onAdded(await addStaff({ name: name.value, displayName: shown, role: Number(role.value) }));
  };
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void run(add);
      }}
    >
      <h2>{t("people.add")}</h2>
      <Notice tone="info">{t("people.honest")}</Notice>
      <TextField
        label={t("people.display-name")}
        dir="auto"
        value={displayName.value}
        onValue={(value) => {
          displayName.value = value;
        }}
      />
      <TextField
        label={t("people.name")}
        help={t("people.name-help")}
        error={wrong ? t("people.name-wrong") : ""}
        dir="ltr"
        autocapitalize="none"
        value={name.value}
        onValue={(value) => {
          name.value = value.trim().toLowerCase();
        }}
      />
      <SelectField
        label={t("people.role")}
        value={role.value}
        options={optionsOf("role")}
        onValue={(value) => {
          role.value = value;
        }}
      />
      <p class="field-help">{t(`role-help.${role.value}`)}</p>
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
          {t(busy ? "people.making" : "people.make")}
        </Button>
      </div>
    </form>
  );
}
