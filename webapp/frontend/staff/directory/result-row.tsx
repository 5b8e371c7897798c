// One organisation among those that fit: where, what, how fresh, and what it does not say.

import { language, t, term } from "../i18n/i18n.ts";
import type { WallClock } from "../logic/directory/open-now.ts";
import { isOpen } from "../logic/directory/open-now.ts";
import type { Unit } from "../logic/directory/places.ts";
import { type Hit, isStale } from "../logic/directory/search.ts";
import { go } from "../store/view.ts";
import { far } from "./words.ts";

const SHOWN = 3;

interface Props {
  hit: Hit;
  unit: Unit;
  clock: (zone: string | number) => WallClock | null;
  today: string;
}

function Where({ hit, unit }: Pick<Props, "hit" | "unit">) {
  const { entry, km, covers } = hit;
  const [place] = entry.places;
  const town = place === undefined ? "" : [place.city, place.state].filter(Boolean).join(", ");
  return (
    <span class="row-when">
      {town !== "" && <bdi>{town}</bdi>}
      {km !== null && <span>{far(km, unit)}</span>}
      {covers && <span class="chip">{t("directory.covers")}</span>}
    </span>
  );
}

function Signs({ hit, clock, today }: Omit<Props, "unit">) {
  const { entry, unsaid } = hit;
  const open = isOpen(entry.hours, entry.unsure, clock);
  const missing = unsaid.map((each) => t(`directory.unsaid.${each}`));
  return (
    <span class="row-state">
      {open !== null && (
        <span class={open ? "chip fresh" : "chip"}>
          {t(open ? "directory.is-open" : "directory.is-closed")}
        </span>
      )}
      {isStale(entry.verifiedOn, today) && (
        <span class="chip stale">
          <span aria-hidden="true" class="chip-sign">
            !
          </span>
          {t(entry.verifiedOn === "" ? "directory.never-checked" : "directory.stale")}
        </span>
      )}
      {missing.length > 0 && (
        <span class="chip">
          {t("directory.unsaid", {
            what: new Intl.ListFormat(language.value, { type: "unit" }).format(missing),
          })}
        </span>
      )}
    </span>
  );
}

export function ResultRow({ hit, unit, clock, today }: Props) {
  const { entry } = hit;
  const names = entry.services.map(({ name }) => name).filter((name) => name !== "");
  return (
    <li class="row organisation-row">
      <span class="row-what">
        <button
          type="button"
          class="row-open"
          onClick={() => go({ screen: "organisation", id: entry.id })}
        >
          <bdi>{entry.name}</bdi>
        </button>
        <span class="row-door">
          {term("recipient_kind", entry.kind)}
          {names.slice(0, SHOWN).map((name, at) => (
            <span key={`${at}${name}`}>
              {" · "}
              <bdi>{name}</bdi>
            </span>
          ))}
        </span>
      </span>
      <Where hit={hit} unit={unit} />
      <Signs hit={hit} clock={clock} today={today} />
    </li>
  );
}
