// The numbers on every page outside; the first one for danger also stands in the bar at the top.

import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { edit, isWrong } from "./draft.ts";
import { TextsFields } from "./texts-fields.tsx";
import { KINDS, type PhoneNumber } from "./types.ts";

const MOST = 8;
const NEW: PhoneNumber = { kind: "hotline", number: "", labels: { en: "", es: "", ar: "" } };

interface Props {
  phone: PhoneNumber;
  at: number;
  onPhone: (phone: PhoneNumber) => void;
  onRemove: () => void;
}

function Phone({ phone, at, onPhone, onRemove }: Props) {
  const wrong = isWrong(`phones.${at}.number`) || isWrong(`phones.${at}.labels`);
  return (
    <fieldset class="panel">
      <legend>{t("site.number-n", { n: at + 1 })}</legend>
      <div class="field-grid">
        <SelectField
          label={t("site.kind")}
          value={phone.kind}
          options={KINDS.map((kind) => ({ value: kind, label: t(`site.kind.${kind}`) }))}
          onValue={(kind) => onPhone({ ...phone, kind })}
        />
        <TextField
          label={t("site.number")}
          dir="ltr"
          error={wrong ? t("site.wrong.phones") : ""}
          value={phone.number}
          onValue={(number) => onPhone({ ...phone, number })}
        />
      </div>
      <details open={Object.values(phone.labels).some((text) => text !== "")}>
        <summary>{t("site.label")}</summary>
        <TextsFields
          label={t("site.label")}
          hiddenLabel
          help={t("site.label-help")}
          texts={phone.labels}
          onTexts={(labels) => onPhone({ ...phone, labels })}
        />
      </details>
      <div class="actions">
        <Button onClick={onRemove}>{t("site.remove-number", { n: at + 1 })}</Button>
      </div>
    </fieldset>
  );
}

export function PhonesFields({ phones }: { phones: PhoneNumber[] }) {
  return (
    <section class="panel">
      <h2>{t("site.phones")}</h2>
      <p class="field-help">{t("site.phones-help")}</p>
      {phones.map((phone, at) => (
        <Phone
          key={at}
          phone={phone}
          at={at}
          onPhone={(next) => edit({ phones: phones.map((old, i) => (i === at ? next : old)) })}
          onRemove={() => edit({ phones: phones.filter((_, i) => i !== at) })}
        />
      ))}
      {phones.length === 0 && <p class="field-error">{t("site.wrong.no-phones")}</p>}
      {phones.length < MOST && (
        <div class="actions">
          <Button onClick={() => edit({ phones: [...phones, NEW] })}>{t("site.add-number")}</Button>
        </div>
      )}
    </section>
  );
}
