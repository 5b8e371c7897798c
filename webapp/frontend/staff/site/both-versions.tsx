// Two administrators saved at once: both versions stand beside each other, and each field that
// differs is decided by whoever came second. Nothing is lost.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { nameOf } from "../store/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { describe, differing, type Field } from "./describe.ts";
import { settle } from "./draft.ts";
import type { SiteBody, Version } from "./types.ts";

interface SideProps {
  field: Field;
  body: SiteBody;
  label: string;
  chosen: boolean;
  onChosen: () => void;
}

function Side({ field, body, label, chosen, onChosen }: SideProps) {
  return (
    <label class="side">
      <span class="check">
        <input type="radio" name={`keep-${field}`} checked={chosen} onChange={onChosen} />
        <span>{label}</span>
      </span>
      {describe(field, body).map((line) => (
        <bdi key={line}>{line}</bdi>
      ))}
    </label>
  );
}

export function BothVersions({ mine, theirs }: { mine: SiteBody; theirs: Version }) {
  const fields = differing(mine, theirs.body);
  const kept = useSignal<readonly Field[]>(fields);
  const choose = (field: Field, isMine: boolean) => () => {
    const others = kept.value.filter((it) => it !== field);
    kept.value = isMine ? [...others, field] : others;
  };
  const go = (): void => {
    const own = Object.fromEntries(kept.value.map((field) => [field, mine[field]]));
    settle({ ...theirs.body, ...own }, theirs);
  };
  return (
    <section class="panel">
      <Notice tone="warn" live>
        {t("site.both", { n: theirs.number, name: nameOf(theirs.author) })}
      </Notice>
      {fields.map((field) => (
        <fieldset key={field} class="sides">
          <legend>{t(`site.field.${field}`)}</legend>
          <Side
            field={field}
            body={mine}
            label={t("site.mine")}
            chosen={kept.value.includes(field)}
            onChosen={choose(field, true)}
          />
          <Side
            field={field}
            body={theirs.body}
            label={t("site.theirs", { n: theirs.number })}
            chosen={!kept.value.includes(field)}
            onChosen={choose(field, false)}
          />
        </fieldset>
      ))}
      {fields.length === 0 && <p>{t("site.both-same")}</p>}
      <div class="actions">
        <Button kind="primary" onClick={go}>
          {t("site.both-go")}
        </Button>
      </div>
    </section>
  );
}
