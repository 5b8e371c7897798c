// A question of the site's own: a short name that stays, and a kind.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { type FormBody, KINDS, type Kind } from "../logic/form.ts";
import { Button } from "../ui/button.tsx";
import { bound, SelectField, TextField } from "../ui/field.tsx";
import { door, forms, opened } from "./draft.ts";
import { added, keyFrom } from "./edits.ts";

export function AddQuestion({ form }: { form: FormBody }) {
  const name = useSignal("");
  const kind = useSignal<string>("text");
  const error = useSignal("");
  const add = (): void => {
    const taken = form.questions.map(({ key }) => key);
    const key = keyFrom(name.value, taken);
    error.value = key === "" ? t("forms.wrong-name") : "";
    if (key === "") return;
    forms.edit(added(form, door.value, key, kind.value as Kind));
    name.value = "";
    opened.value = key;
  };
  return (
    <section class="stack">
      <h3>{t("forms.add")}</h3>
      <div class="field-grid">
        <TextField
          label={t("forms.name")}
          help={t("forms.name-help")}
          error={error.value}
          dir="ltr"
          autocapitalize="none"
          {...bound(name)}
        />
        <SelectField
          label={t("forms.kind")}
          options={KINDS.map((value) => ({ value, label: t(`forms.kind.${value}`) }))}
          {...bound(kind)}
        />
      </div>
      <div class="actions">
        <Button onClick={add}>{t("forms.add-go")}</Button>
      </div>
    </section>
  );
}
