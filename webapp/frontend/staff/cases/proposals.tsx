// Sections that the person's answers fill already: shown with what they would say, ticked by staff.

import type { Signal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import type { Flat } from "../logic/merge.ts";
import type { Proposal } from "../logic/prefill-sections.ts";
import { CheckGroup } from "../ui/check-group.tsx";
import { fieldLabel, fieldValue, kindName } from "./record-view.ts";

const saying = (flat: Flat): string =>
  Object.entries(flat)
    .filter(([, value]) => value.length > 0)
    .map(([key, value]) => `${fieldLabel(key)}: ${fieldValue(key, value)}`)
    .join(" · ");

export function Proposals({ all, agreed }: { all: readonly Proposal[]; agreed: Signal<string[]> }) {
  if (all.length === 0) return null;
  const options = all.map(({ section, flat }, at) => ({
    value: String(at),
    label: `${kindName(section)} — ${saying(flat)}`,
  }));
  return (
    <CheckGroup
      legend={t("case.proposed")}
      options={options}
      chosen={agreed.value}
      onChosen={(chosen) => {
        agreed.value = chosen;
      }}
    />
  );
}
