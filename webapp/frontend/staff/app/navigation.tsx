// Where to go: every screen that somebody's role has, and the name of the one that is shown.

import { useId } from "preact/hooks";
import { number } from "../i18n/format.ts";
import { t } from "../i18n/i18n.ts";
import { askDue, dueCount } from "../store/due.ts";
import { AUDIT, DIRECTORY, go, START, type View, view } from "../store/view.ts";
import { usePoll } from "../ui/use-poll.ts";

interface Place {
  to: View;
  /** The screens that belong to it. */
  screens: readonly View["screen"][];
  label: string;
  /** Whose place it is: the roster's numbers. */
  roles: readonly number[];
}

/** A day is not told to the second. */
const DUE_MS = 300_000;

const TRAININGS: View = { screen: "trainings", status: "scheduled", page: 0 };
const CASES: View = { screen: "cases", status: "", page: 0 };

const READERS = [1, 2, 3];
const MANAGERS = [3, 4];
const LEADERS = [2, 3, 4];
const EVERYBODY = [1, 2, 3, 4, 5, 6];

/** Every place in its order. Whose first one is not the queue is led there in its stead. */
const PLACES: readonly Place[] = [
  { to: START, screens: ["queue"], label: "nav.queue", roles: READERS },
  { to: START, screens: ["queue"], label: "interpreter.conversations", roles: [5] },
  {
    to: CASES,
    screens: ["cases", "case", "new-case"],
    label: "nav.cases",
    roles: READERS,
  },
  {
    to: DIRECTORY,
    screens: ["directory", "organisation", "edit-organisation", "import"],
    label: "nav.directory",
    roles: [1, 2, 3, 4],
  },
  { to: TRAININGS, screens: ["trainings"], label: "nav.trainings", roles: READERS },
  { to: { screen: "people" }, screens: ["people"], label: "nav.people", roles: [2, 3] },
  { to: { screen: "people" }, screens: ["people", "queue"], label: "nav.people", roles: [4] },
  { to: { screen: "reports" }, screens: ["reports"], label: "nav.reports", roles: LEADERS },
  { to: AUDIT, screens: ["audit"], label: "nav.audit", roles: LEADERS },
  { to: AUDIT, screens: ["audit", "queue"], label: "nav.audit", roles: [6] },
  {
    to: { screen: "permissions" },
    screens: ["permissions"],
    label: "nav.permissions",
    roles: EVERYBODY,
  },
  { to: { screen: "account" }, screens: ["account"], label: "nav.account", roles: EVERYBODY },
  { to: { screen: "forms" }, screens: ["forms"], label: "nav.forms", roles: MANAGERS },
  { to: { screen: "materials" }, screens: ["materials"], label: "nav.materials", roles: MANAGERS },
  { to: { screen: "site" }, screens: ["site"], label: "nav.site", roles: MANAGERS },
  { to: { screen: "status" }, screens: ["status"], label: "nav.status", roles: [1, 2, 3, 4] },
];

/** The places of a role. */
const placesOf = (role: number): Place[] => PLACES.filter(({ roles }) => roles.includes(role));

const isHere = ({ screens }: Place): boolean => screens.includes(view.value.screen);

/** The name of the screen that is shown. */
export const hereOf = (role: number): string => t(placesOf(role).find(isHere)?.label ?? "nav.menu");

/** The way to the cases says how many of them somebody wanted to look at again by today. */
function NavButton({ place, chosen }: { place: Place; chosen: () => void }) {
  const id = useId();
  const count = place.to === CASES ? dueCount.value : 0;
  return (
    <>
      <button
        type="button"
        class="nav-button"
        aria-current={isHere(place) ? "page" : undefined}
        aria-describedby={count > 0 ? id : undefined}
        onClick={() => {
          chosen();
          go(place.to);
        }}
      >
        {t(place.label)}
        {count > 0 && (
          <span class="count" aria-hidden="true">
            {number(count)}
          </span>
        )}
      </button>
      {count > 0 && (
        <span id={id} class="hidden">
          {t("follow.due", { count: number(count) })}
        </span>
      )}
    </>
  );
}

/** Asks while somebody who reads cases is at the desk. */
function DueWatch() {
  usePoll(askDue, "due", DUE_MS);
  return null;
}

export function Navigation({ role, chosen }: { role: number; chosen: () => void }) {
  return (
    <nav class="nav" aria-label={t("nav.label")}>
      {role <= 3 && <DueWatch />}
      {placesOf(role).map((place) => (
        <NavButton key={place.label} place={place} chosen={chosen} />
      ))}
    </nav>
  );
}
