// A service in the form: what it is, for whom, in which languages, and what it costs.

import { useSignal } from "@preact/signals";
import { t } from "../i18n/i18n.ts";
import { CheckGroup } from "../ui/check-group.tsx";
import { TextArea, TextField } from "../ui/field.tsx";
import { NumberField } from "./number-field.tsx";
import { type Service, STATUSES } from "./types.ts";

interface Props {
  service: Service;
  set: (change: Partial<Service>) => void;
}

/** Codes with commas, as they are typed. */
function LanguagesField({ service, set }: Props) {
  const text = useSignal(service.languages.join(", "));
  return (
    <TextField
      label={t("directory.languages")}
      help={t("directory.languages-help")}
      dir="ltr"
      autocapitalize="none"
      value={text.value}
      onValue={(next) => {
        text.value = next;
        const codes = next.split(/[,;،]/).map((code) => code.trim().toLowerCase());
        set({ languages: [...new Set(codes.filter((code) => code !== ""))] });
      }}
    />
  );
}

export function ServiceFields({ service, set }: Props) {
  return (
    <>
      <TextField
        label={t("directory.service-name")}
        dir="auto"
        value={service.name}
        onValue={(name) => set({ name })}
      />
      <TextArea
        label={t("directory.description")}
        rows={3}
        value={service.description}
        onValue={(description) => set({ description })}
      />
      <TextArea
        label={t("directory.eligibility")}
        rows={2}
        value={service.eligibility_description}
        onValue={(text) => set({ eligibility_description: text })}
      />
      <div class="field-grid">
        <NumberField
          label={t("directory.age-from")}
          value={service.minimum_age}
          onNumber={(age) => set({ minimum_age: age })}
        />
        <NumberField
          label={t("directory.age-to")}
          value={service.maximum_age}
          onNumber={(age) => set({ maximum_age: age })}
        />
        <LanguagesField service={service} set={set} />
        <TextField
          label={t("directory.fees")}
          help={t("directory.fees-help")}
          dir="auto"
          value={service.fees}
          onValue={(fees) => set({ fees })}
        />
        <TextField
          label={t("directory.coverage")}
          help={t("directory.coverage-help")}
          dir="auto"
          value={service.coverage}
          onValue={(coverage) => set({ coverage })}
        />
      </div>
      <CheckGroup
        legend={t("directory.status")}
        options={STATUSES.map((value) => ({ value, label: t(`directory.status.${value}`) }))}
        chosen={service.statuses}
        onChosen={(chosen) => set({ statuses: STATUSES.filter((it) => chosen.includes(it)) })}
      />
    </>
  );
}
