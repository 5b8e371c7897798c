// When somebody should be on shift: each weekday's hours in the hotline's own zone, and days closed.

import { t } from "../i18n/i18n.ts";
import { Button } from "../ui/button.tsx";
import { CheckBox } from "../ui/check.tsx";
import { type Option, SelectField, TextField } from "../ui/field.tsx";
import { dayName } from "./describe.ts";
import { edit, isWrong } from "./draft.ts";
import { DAYS, type SiteBody } from "./types.ts";

type Hours = SiteBody["hours"];

const USUAL: [string, string] = ["09:00", "17:00"];

function zones(): Option[] {
  const known = (Intl as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf;
  const names = [...(known?.("timeZone") ?? []), "UTC"];
  return names.map((value) => ({ value, label: value.replaceAll("_", " ") }));
}

function Day({ day, hours }: { day: string; hours: Hours }) {
  const times = hours.days[day];
  const set = (next: [string, string] | undefined): void => {
    const days = DAYS.flatMap((name) => {
      const span = name === day ? next : hours.days[name];
      return span === undefined ? [] : [[name, span] as const];
    });
    edit({ hours: { ...hours, days: Object.fromEntries(days) } });
  };
  const error = isWrong(`hours.days.${day}`) ? t("site.wrong.hours") : "";
  const name = dayName(day);
  return (
    <fieldset class="day">
      <legend class="hidden">{name}</legend>
      <CheckBox
        label={name}
        on={times !== undefined}
        onTick={(on) => set(on ? USUAL : undefined)}
      />
      {times && (
        <>
          <TextField
            label={t("site.opens")}
            dir="ltr"
            error={error}
            value={times[0]}
            onValue={(opens) => set([opens, times[1]])}
          />
          <TextField
            label={t("site.closes")}
            dir="ltr"
            value={times[1]}
            onValue={(closes) => set([times[0], closes])}
          />
        </>
      )}
    </fieldset>
  );
}

export function HoursFields({ hours }: { hours: Hours }) {
  return (
    <section class="panel">
      <h2>{t("site.hours")}</h2>
      <p class="field-help">{t("site.hours-help")}</p>
      <SelectField
        label={t("site.zone")}
        value={hours.zone}
        options={zones()}
        onValue={(zone) => edit({ hours: { ...hours, zone } })}
      />
      {DAYS.map((day) => (
        <Day key={day} day={day} hours={hours} />
      ))}
    </section>
  );
}

type Holidays = SiteBody["holidays"];

export function HolidaysFields({ holidays }: { holidays: Holidays }) {
  const set = (at: number, change: Partial<Holidays[number]>): void =>
    edit({ holidays: holidays.map((old, i) => (i === at ? { ...old, ...change } : old)) });
  return (
    <section class="panel">
      <h2>{t("site.holidays")}</h2>
      <p class="field-help">{t("site.holidays-help")}</p>
      {holidays.map(({ day, label }, at) => (
        <fieldset key={at} class="day">
          <legend class="hidden">{t("site.holiday-n", { n: at + 1 })}</legend>
          <TextField
            label={t("site.date")}
            type="date"
            error={isWrong(`holidays.${at}`) ? t("site.wrong.holidays") : ""}
            value={day}
            onValue={(value) => set(at, { day: value })}
          />
          <TextField
            label={t("site.holiday-label")}
            dir="auto"
            value={label}
            onValue={(value) => set(at, { label: value })}
          />
          <Button onClick={() => edit({ holidays: holidays.filter((_, i) => i !== at) })}>
            {t("site.remove-holiday", { n: at + 1 })}
          </Button>
        </fieldset>
      ))}
      {isWrong("holidays") && <p class="field-error">{t("site.wrong.holidays")}</p>}
      <div class="actions">
        <Button onClick={() => edit({ holidays: [...holidays, { day: "", label: "" }] })}>
          {t("site.add-holiday")}
        </Button>
      </div>
    </section>
  );
}
