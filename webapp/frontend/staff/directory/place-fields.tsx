// A place in the form: its address, where on earth it is, and when somebody is there.

import { t } from "../i18n/i18n.ts";
import { CheckGroup } from "../ui/check-group.tsx";
import { TextField } from "../ui/field.tsx";
import { newHours } from "./draft.ts";
import { NumberField } from "./number-field.tsx";
import { PartList } from "./part-list.tsx";
import { directory } from "./store.ts";
import { type Hours, type Place, WEEKDAYS } from "./types.ts";
import { hoursWords, weekday } from "./words.ts";

interface PlaceProps {
  place: Place;
  set: (change: Partial<Place>) => void;
}

const LINES = ["name", "address_1", "city", "state_province", "postal_code", "country"] as const;

function HoursFields({ hours, set }: { hours: Hours; set: (change: Partial<Hours>) => void }) {
  return (
    <>
      <CheckGroup
        legend={t("directory.days")}
        options={WEEKDAYS.map((value) => ({ value, label: weekday(value) }))}
        chosen={hours.days}
        onChosen={(chosen) => set({ days: WEEKDAYS.filter((day) => chosen.includes(day)) })}
      />
      <div class="field-grid">
        <TextField
          label={t("directory.opens")}
          type="time"
          value={hours.opens_at}
          onValue={(time) => set({ opens_at: time })}
        />
        <TextField
          label={t("directory.closes")}
          type="time"
          value={hours.closes_at}
          onValue={(time) => set({ closes_at: time })}
        />
        <TextField
          label={t("directory.zone")}
          help={t("directory.zone-help")}
          dir="ltr"
          value={hours.timezone}
          onValue={(zone) => set({ timezone: zone.trim() })}
        />
      </div>
    </>
  );
}

export function PlaceFields({ place, set }: PlaceProps) {
  return (
    <>
      <div class="field-grid">
        {LINES.map((name) => (
          <TextField
            key={name}
            label={t(`directory.place.${name}`)}
            dir="auto"
            value={place[name]}
            onValue={(text) => set({ [name]: text })}
          />
        ))}
        <NumberField
          label={t("directory.latitude")}
          help={t("directory.point-help")}
          value={place.latitude}
          onNumber={(latitude) => set({ latitude })}
        />
        <NumberField
          label={t("directory.longitude")}
          value={place.longitude}
          onNumber={(longitude) => set({ longitude })}
        />
      </div>
      <PartList<Hours>
        title={t("directory.hours")}
        add={t("directory.add-hours")}
        parts={place.hours}
        fresh={() => newHours(directory.value?.zone ?? "")}
        nameOf={hoursWords}
        onParts={(hours) => set({ hours })}
      >
        {(hours, setHours) => <HoursFields hours={hours} set={setHours} />}
      </PartList>
    </>
  );
}
