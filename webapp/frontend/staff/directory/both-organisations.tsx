// Two people edited one organisation: both versions stand beside each other, and whoever came
// second decides each field that differs. Nothing is lost.

import { type Signal, useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { differing, type Facts, type Field, linesOf, merged } from "./differing.ts";
import { theirs, type Written } from "./draft.ts";
import type { Organisation } from "./types.ts";

interface SideProps {
  field: Field;
  facts: Facts;
  label: string;
  chosen: boolean;
  onChosen: () => void;
}

function Side({ field, facts, label, chosen, onChosen }: SideProps) {
  return (
    <label class="side">
      <span class="check">
        <input type="radio" name={`keep-${field}`} checked={chosen} onChange={onChosen} />
        <span>{label}</span>
      </span>
      {linesOf(facts, field).map((line, at) => (
        <bdi key={`${at}${line}`}>{line}</bdi>
      ))}
    </label>
  );
}

interface Props {
  written: Signal<Written>;
  other: Organisation;
}

export function BothOrganisations({ written, other }: Props) {
  const mine = written.value;
  const fields = differing(mine, other);
  const kept = useSignal<readonly Field[]>(fields);
  const choose = (field: Field, isMine: boolean) => () => {
    const others = kept.value.filter((it) => it !== field);
    kept.value = isMine ? [...others, field] : others;
  };
  const settle = (): void => {
    written.value = { id: other.id, version: other.version, ...merged(mine, other, kept.value) };
    theirs.value = null;
  };
  return (
    <section class="panel">
      <Notice tone="warn" live>
        {t("directory.both")}
      </Notice>
      {fields.map((field) => (
        <fieldset key={field} class="sides">
          <legend>{t(`directory.field.${field}`)}</legend>
          <Side
            field={field}
            facts={mine}
            label={t("site.mine")}
            chosen={kept.value.includes(field)}
            onChosen={choose(field, true)}
          />
          <Side
            field={field}
            facts={other}
            label={t("directory.theirs")}
            chosen={!kept.value.includes(field)}
            onChosen={choose(field, false)}
          />
        </fieldset>
      ))}
      {fields.length === 0 && <p>{t("site.both-same")}</p>}
      <div class="actions">
        <Button kind="primary" onClick={settle}>
          {t("directory.both-go")}
        </Button>
      </div>
    </section>
  );
}
