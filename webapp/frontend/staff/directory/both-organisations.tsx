// Two people edited one organisation: whoever came second decides between both versions.

import type { Signal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { Both } from "../ui/both.tsx";
import { differing, linesOf, merged } from "./differing.ts";
import { theirs, type Written } from "./draft.ts";
import type { Organisation } from "./types.ts";

interface Props {
  written: Signal<Written>;
  other: Organisation;
}

export function BothOrganisations({ written, other }: Props) {
  const mine = written.value;
  return (
    <Both
      fields={differing(mine, other)}
      words={{
        said: t("directory.both"),
        theirs: t("directory.theirs"),
        go: t("directory.both-go"),
      }}
      legend={(field) => t(`directory.field.${field}`)}
      lines={(field, isMine) => linesOf(isMine ? mine : other, field)}
      onSettled={(kept) => {
        written.value = { id: other.id, version: other.version, ...merged(mine, other, kept) };
        theirs.value = null;
      }}
    />
  );
}
