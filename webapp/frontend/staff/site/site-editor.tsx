// The form: everything that people outside see of the hotline. Nothing applies before it is published.

import { t } from "../i18n/i18n.ts";
import { SelectField, TextField } from "../ui/field.tsx";
import { countries } from "./countries.ts";
import { edit, isWrong } from "./draft.ts";
import { HolidaysFields, HoursFields } from "./hours-fields.tsx";
import { PhonesFields } from "./phones-fields.tsx";
import { RetentionFields } from "./retention-fields.tsx";
import { ServiceTimesFields } from "./service-times-fields.tsx";
import { TextsFields } from "./texts-fields.tsx";
import { SCHEMES, type SiteBody, type SiteDraft } from "./types.ts";

const wrongText = (field: string): string => (isWrong(field) ? t(`site.wrong.${field}`) : "");

function Who({ body }: { body: SiteBody }) {
  const { jurisdiction } = body;
  return (
    <section class="panel">
      <h2>{t("site.who")}</h2>
      <TextField
        label={t("site.name")}
        help={t("site.name-help")}
        error={wrongText("name")}
        dir="auto"
        value={body.name}
        onValue={(name) => edit({ name })}
      />
      <SelectField
        label={t("site.country")}
        help={t("site.country-help")}
        value={jurisdiction.country}
        options={countries()}
        onValue={(country) => edit({ jurisdiction: { ...jurisdiction, country } })}
      />
      <TextsFields
        label={t("site.place")}
        help={t("site.place-help")}
        error={wrongText("jurisdiction")}
        texts={jurisdiction.place}
        onTexts={(place) => edit({ jurisdiction: { ...jurisdiction, place } })}
      />
    </section>
  );
}

function Notices({ body }: { body: SiteBody }) {
  return (
    <section class="panel">
      <h2>{t("site.notices")}</h2>
      <TextsFields
        long
        label={t("site.report")}
        help={t("site.report-help")}
        error={wrongText("report_notice")}
        texts={body.report_notice}
        onTexts={(texts) => edit({ report_notice: texts })}
      />
      <TextsFields
        long
        label={t("site.legal")}
        help={t("site.legal-help")}
        error={wrongText("legal_notice")}
        texts={body.legal_notice}
        onTexts={(texts) => edit({ legal_notice: texts })}
      />
    </section>
  );
}

function Rest({ body, accents }: { body: SiteBody; accents: readonly string[] }) {
  const { look } = body;
  return (
    <section class="panel">
      <h2>{t("site.rest")}</h2>
      <TextField
        label={t("site.exit")}
        help={t("site.exit-help")}
        error={wrongText("exit_url")}
        dir="ltr"
        value={body.exit_url}
        onValue={(url) => edit({ exit_url: url.trim() })}
      />
      <div class="field-grid">
        <SelectField
          label={t("site.accent")}
          value={look.accent}
          options={accents.map((value) => ({ value, label: t(`site.accent.${value}`) }))}
          onValue={(accent) => edit({ look: { ...look, accent } })}
        />
        <SelectField
          label={t("site.scheme")}
          value={look.scheme}
          options={SCHEMES.map((value) => ({ value, label: t(`site.scheme.${value}`) }))}
          onValue={(scheme) => edit({ look: { ...look, scheme } })}
        />
      </div>
    </section>
  );
}

export function SiteEditor({ body, known }: SiteDraft) {
  return (
    <>
      <Who body={body} />
      <PhonesFields phones={body.phones} />
      <HoursFields hours={body.hours} />
      <HolidaysFields holidays={body.holidays} />
      <Notices body={body} />
      <ServiceTimesFields times={body.service_times} />
      <RetentionFields schedule={body.retention} />
      <Rest body={body} accents={known.accents} />
    </>
  );
}
