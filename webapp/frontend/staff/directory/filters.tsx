// What is looked for. None of it leaves this browser, and the lock forgets it.

import { useComputed } from "@preact/signals";
import { languageName } from "../i18n/format.ts";
import { language, t, term } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox } from "../ui/check.tsx";
import { type Option, SelectField, TextField } from "../ui/field.tsx";
import { change, PlaceFilter } from "./place-filter.tsx";
import { type Directory, directory, FRESH, typed } from "./store.ts";
import { KINDS, STATUSES } from "./types.ts";

const anything = (): Option => ({ value: "", label: t("directory.any") });

/** Every language that somebody in the directory speaks, by name. */
function spoken(entries: Directory["entries"]): Option[] {
  const codes = new Set(entries.flatMap(({ services }) => services.flatMap((it) => it.languages)));
  const { compare } = new Intl.Collator(language.value);
  return [...codes]
    .map((value) => ({ value, label: languageName(value) }))
    .sort((a, b) => compare(a.label, b.label));
}

function Who() {
  const offered = useComputed(() => spoken(directory.value?.entries ?? []));
  const now = typed.value;
  return (
    <>
      <SelectField
        label={t("directory.language")}
        value={now.language}
        options={[anything(), ...offered.value]}
        onValue={(code) => change({ language: code })}
      />
      <TextField
        label={t("directory.age")}
        dir="ltr"
        inputMode="numeric"
        value={now.age === null ? "" : String(now.age)}
        onValue={(text) => {
          const years = Number.parseInt(text, 10);
          change({ age: Number.isNaN(years) ? null : Math.min(150, Math.abs(years)) });
        }}
      />
      <SelectField
        label={t("directory.status")}
        value={now.status}
        options={[
          anything(),
          ...STATUSES.slice(1).map((value) => ({ value, label: t(`directory.status.${value}`) })),
        ]}
        onValue={(status) => change({ status })}
      />
    </>
  );
}

export function Filters({ here }: { here: Directory }) {
  const now = typed.value;
  return (
    <search class="filters">
      <p class="field-help">{t("directory.private")}</p>
      <div class="field-grid">
        <TextField
          label={t("directory.words")}
          help={t("directory.words-help")}
          dir="auto"
          value={now.words}
          onValue={(words) => change({ words })}
        />
        <PlaceFilter unit={here.unit} />
        <Who />
        <SelectField
          label={t("directory.kind")}
          value={now.kind}
          options={[
            anything(),
            ...KINDS.map((value) => ({ value, label: term("recipient_kind", value) })),
          ]}
          onValue={(kind) => change({ kind })}
        />
      </div>
      <div class="actions">
        <CheckBox
          label={t("directory.open-now")}
          on={now.open}
          onTick={(open) => change({ open })}
        />
        <CheckBox label={t("directory.free")} on={now.free} onTick={(free) => change({ free })} />
        <Button onClick={() => change(FRESH)}>{t("directory.clear")}</Button>
      </div>
    </search>
  );
}
