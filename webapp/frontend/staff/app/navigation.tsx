// Where to go: every screen that somebody's role has, and the name of the one that is shown.

import { t } from "../i18n/i18n.ts";
import { AUDIT, DIRECTORY, go, START, type View, view } from "../store/view.ts";

interface Place {
  to: View;
  /** The screens that belong to it. */
  screens: readonly View["screen"][];
  label: string;
}

const CASES: View = { screen: "cases", status: "", page: 0 };

/** The screens of a role, in their order. */
function placesOf(role: number): Place[] {
  const reads = role <= 3;
  const manages = role === 3 || role === 4;
  const start = role === 5 ? "interpreter.conversations" : "nav.queue";
  const places: (Place | false)[] = [
    (reads || role === 5) && { to: START, screens: ["queue"], label: start },
    reads && { to: CASES, screens: ["cases", "case", "new-case"], label: "nav.cases" },
    (reads || manages) && {
      to: DIRECTORY,
      screens: ["directory", "organisation", "edit-organisation", "import"],
      label: "nav.directory",
    },
    (manages || role === 2) && {
      to: { screen: "people" },
      screens: role === 4 ? ["people", "queue"] : ["people"],
      label: "nav.people",
    },
    (manages || role === 2 || role === 6) && {
      to: AUDIT,
      screens: role === 6 ? ["audit", "queue"] : ["audit"],
      label: "nav.audit",
    },
    { to: { screen: "permissions" }, screens: ["permissions"], label: "nav.permissions" },
    { to: { screen: "account" }, screens: ["account"], label: "nav.account" },
    manages && { to: { screen: "site" }, screens: ["site"], label: "nav.site" },
  ];
  return places.filter((place) => place !== false);
}

const isHere = ({ screens }: Place): boolean => screens.includes(view.value.screen);

/** The name of the screen that is shown. */
export const hereOf = (role: number): string => t(placesOf(role).find(isHere)?.label ?? "nav.menu");

export function Navigation({ role, chosen }: { role: number; chosen: () => void }) {
  return (
    <nav class="nav" aria-label={t("nav.label")}>
      {placesOf(role).map((place) => (
        <button
          key={place.label}
          type="button"
          class="nav-button"
          aria-current={isHere(place) ? "page" : undefined}
          onClick={() => {
            chosen();
            go(place.to);
          }}
        >
          {t(place.label)}
        </button>
      ))}
    </nav>
  );
}
