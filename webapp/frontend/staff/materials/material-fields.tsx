// One material: for whom it is, and its title and text in every language.

import { t } from "../i18n/i18n.ts";
import { TextsFields } from "../site/texts-fields.tsx";
import { SelectField } from "../ui/field.tsx";
import { library } from "./draft.ts";
import { changed } from "./edits.ts";
import { GROUPS, type Group, type Material, type MaterialsBody } from "./types.ts";

interface Props {
  body: MaterialsBody;
  material: Material;
}

export function MaterialFields({ body, material: { key, group, title, text } }: Props) {
  const at = `materials.${body.materials.findIndex((it) => it.key === key)}`;
  const wrong = (part: string): string =>
    library.isWrong(`${at}.${part}`) ? t(`materials.wrong-${part}`) : "";
  const edit = (change: Partial<Material>): void => library.edit(changed(body, key, change));
  return (
    <div class="form-fields">
      <SelectField
        label={t("materials.group")}
        value={group}
        options={GROUPS.map((value) => ({ value, label: t(`materials.group.${value}`) }))}
        onValue={(value) => edit({ group: value as Group })}
      />
      <TextsFields
        label={t("materials.title")}
        error={wrong("title")}
        texts={title}
        onTexts={(texts) => edit({ title: texts })}
      />
      <TextsFields
        long={8}
        label={t("materials.text")}
        help={t("materials.text-help")}
        error={wrong("text")}
        texts={text}
        onTexts={(texts) => edit({ text: texts })}
      />
    </div>
  );
}
