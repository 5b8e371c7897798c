// Who works on a case: a team, a person, both or nobody; a colleague who was faster is seen first.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Assigned } from "../api/team-calls.ts";
import { t } from "../i18n/i18n.ts";
import { api, nameOf, open } from "../store/session.ts";
import { readTeams, teamName, teams } from "../store/teams.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { reads } from "../vault/rosters.ts";
import type { CaseState } from "./use-case.ts";

interface Props {
  state: CaseState;
  reload: () => Promise<void>;
}

/** "Night shift · Ana", or "" where nobody works on it. */
export function assignedName({ team_id, staff_id }: Assigned): string {
  const names = [teamName(team_id), nameOf(staff_id)];
  return names.filter((name) => name !== "").join(" · ");
}

function teamOptions() {
  const named = teams.value.map(({ team_id, name }) => ({ value: team_id, label: name }));
  return [{ value: "", label: t("team.none") }, ...named];
}

/** Whoever can read the case; of a team its people first. */
function peopleOptions(team: string | null) {
  const members = teams.value.find(({ team_id }) => team_id === team)?.members ?? [];
  const there = open().desk.staff.filter(({ active, role }) => active && reads(role));
  const first = (id: string): number => (members.includes(id) ? 0 : 1);
  there.sort((a, b) => first(a.staff_id) - first(b.staff_id));
  const named = there.map(({ staff_id, display_name }) => ({
    value: staff_id,
    label: display_name,
  }));
  return [{ value: "", label: t("team.nobody") }, ...named];
}

export function AssignmentPanel({ state, reload }: Props) {
  const { assignment, case_id } = state.detail;
  const chosen = useSignal<Assigned | null>(null);
  const { busy, error, run } = useAction();
  useEffect(() => void run(readTeams), [case_id]);
  const now = chosen.value ?? assignment;
  const set = (part: Partial<Assigned>): void => {
    chosen.value = { ...now, ...part };
  };
  const save = async (): Promise<void> => {
    try {
      await api.assignCase(case_id, assignment, now);
      announce(t("team.assigned"));
    } finally {
      chosen.value = null;
      await reload();
    }
  };
  return (
    <section class="panel" aria-labelledby="assigned-title">
      <h2 id="assigned-title">{t("team.works-on")}</h2>
      <SelectField
        label={t("team.team")}
        value={now.team_id ?? ""}
        options={teamOptions()}
        onValue={(id) => set({ team_id: id || null })}
      />
      <SelectField
        label={t("team.person")}
        value={now.staff_id ?? ""}
        options={peopleOptions(now.team_id)}
        onValue={(id) => set({ staff_id: id || null })}
      />
      <Failure text={error} />
      {chosen.value !== null && (
        <div class="actions">
          <Button kind="primary" busy={busy} onClick={() => void run(save)}>
            {t("action.save")}
          </Button>
          <Button
            onClick={() => {
              chosen.value = null;
            }}
          >
            {t("action.discard")}
          </Button>
        </div>
      )}
    </section>
  );
}
