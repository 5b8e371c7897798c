// The library in its order: each material is moved, edited or taken out where it stands.

import { language, t } from "../i18n/i18n.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { useHeldButton } from "../ui/held-button.ts";
import { Named } from "../ui/named.tsx";
import { Notice } from "../ui/notice.tsx";
import { missingOf } from "./check.ts";
import { library, opened } from "./draft.ts";
import { added, canAdd, moved, ofGroup, without } from "./edits.ts";
import { MaterialFields } from "./material-fields.tsx";
import {
  GROUPS,
  type Group,
  type Material,
  type MaterialsBody,
  type MaterialsDraft,
} from "./types.ts";

export const titleOf = (material: Material): string =>
  material.title[language.value] || t("materials.untitled");

function signsOf(body: MaterialsBody, material: Material): string {
  const isWrong = library.isWrong(`materials.${body.materials.indexOf(material)}`);
  const signs = [
    missingOf(material).length > 0 ? t("forms.lacks") : "",
    isWrong ? t("forms.breaks") : "",
  ];
  return signs.filter(Boolean).join(" · ");
}

interface RowProps {
  body: MaterialsBody;
  row: Material[];
  at: number;
  material: Material;
  onMove: (key: string, by: 1 | -1) => void;
}

function Row({ body, row, at, material, onMove }: RowProps) {
  const { key } = material;
  const name = titleOf(material);
  const isOpen = opened.value === key;
  return (
    <li class="row form-row">
      <div class="form-row-words">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span class="field-help">{signsOf(body, material)}</span>
      </div>
      <div class="actions">
        <Button id={`up-${key}`} disabled={at === 0} onClick={() => onMove(key, -1)}>
          <Named act={t("forms.up")} name={name} />
        </Button>
        <Button id={`down-${key}`} disabled={at === row.length - 1} onClick={() => onMove(key, 1)}>
          <Named act={t("forms.down")} name={name} />
        </Button>
        <Button
          aria-expanded={isOpen}
          onClick={() => {
            opened.value = isOpen ? "" : key;
          }}
        >
          <Named act={t(isOpen ? "forms.close" : "forms.edit")} name={name} />
        </Button>
        <Button onClick={() => library.edit(without(body, key))}>
          <Named act={t("materials.take-out")} name={name} />
        </Button>
      </div>
      {isOpen && <MaterialFields body={body} material={material} />}
    </li>
  );
}

function Rows({ body, group }: { body: MaterialsBody; group: Group }) {
  const row = ofGroup(body, group);
  const hold = useHeldButton(body);
  const move = (key: string, by: 1 | -1): void => {
    hold(key, by);
    const next = moved(body, key, by);
    library.edit(next);
    const place = ofGroup(next, group).findIndex((it) => it.key === key);
    announce(t("materials.moved", { n: place + 1 }));
  };
  const add = (): void => {
    const next = added(body, group);
    library.edit(next.body);
    opened.value = next.key;
  };
  return (
    <section class="panel">
      <h2>{t(`materials.group.${group}`)}</h2>
      {row.length === 0 && <p class="field-help">{t("materials.none")}</p>}
      <ol class="rows">
        {row.map((material, at) => (
          <Row key={material.key} {...{ body, row, at, material }} onMove={move} />
        ))}
      </ol>
      {canAdd(body) && (
        <div class="actions">
          <Button onClick={add}>
            <Named act={t("materials.add")} name={t(`materials.group.${group}`)} />
          </Button>
        </div>
      )}
    </section>
  );
}

export function MaterialsEditor({ body }: MaterialsDraft) {
  return (
    <>
      {library.isWrong("size") && <Notice tone="bad">{t("materials.too-long")}</Notice>}
      {GROUPS.map((group) => (
        <Rows key={group} body={body} group={group} />
      ))}
    </>
  );
}
