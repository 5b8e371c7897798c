// Where: a town or postcode of the directory's own places, and how far around it.

import { useComputed } from "@preact/signals";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { meant, suggestions, type Unit } from "../logic/directory/places.ts";
import { Button } from "../ui/button.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { page, places, typed } from "./store.ts";
import { far } from "./words.ts";

const DISTANCES = [5, 10, 25, 50, 100, 250];
const LIST = "directory-places";

export function change(next: Partial<typeof typed.value>): void {
  typed.value = { ...typed.value, ...next };
  page.value = 0;
}

export function PlaceFilter({ unit }: { unit: Unit }) {
  const offered = useComputed(() => suggestions(places.value, typed.value.place));
  const found = useComputed(() => meant(places.value, typed.value.place));
  const { place, within } = typed.value;
  const unknown = place.trim() !== "" && found.value.length === 0 && offered.value.length === 0;
  return (
    <>
      <TextField
        label={t("directory.place")}
        help={t("directory.place-help")}
        error={unknown ? t("directory.place-unknown") : ""}
        dir="auto"
        list={LIST}
        value={place}
        onValue={(text) => change({ place: text })}
      />
      <datalist id={LIST}>
        {offered.value.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <SelectField
        label={t("directory.within")}
        value={String(within)}
        options={DISTANCES.map((each) => ({
          value: String(each),
          label: far(unit === "mile" ? each * 1.609344 : each, unit),
        }))}
        onValue={(text) => change({ within: Number(text) })}
      />
      {found.value.length > 1 && (
        <fieldset class="choices">
          <legend>{t("directory.place-several", { n: number(found.value.length) })}</legend>
          {found.value.slice(0, 12).map(({ label }) => (
            <Button key={label} onClick={() => change({ place: label })}>
              <bdi>{label}</bdi>
            </Button>
          ))}
        </fieldset>
      )}
    </>
  );
}
