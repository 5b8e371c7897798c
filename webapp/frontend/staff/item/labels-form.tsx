// Category and priority: set by whoever holds the item, saved as soon as both are chosen.

import type { Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { api } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { SelectField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { optionsOf } from "../ui/term-options.ts";
import { useAction } from "../ui/use-action.ts";

export function LabelsForm({ item, onItem }: { item: Item; onItem: (item: Item) => void }) {
  const { error, run } = useAction();
  const save = (category: string, priority: string): void =>
    void run(async () => {
      onItem(await api.setLabels(item.conv, category, priority));
      announce(t("item.labels-saved"));
    });
  return (
    <section class="tool">
      <h2>{t("item.labels")}</h2>
      <SelectField
        label={t("label.category")}
        value={item.category}
        options={optionsOf("category")}
        onValue={(category) => save(category, item.priority)}
      />
      <SelectField
        label={t("label.priority")}
        value={item.priority}
        options={optionsOf("priority")}
        onValue={(priority) => save(item.category, priority)}
      />
      <Failure text={error} />
    </section>
  );
}
