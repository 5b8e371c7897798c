// Teams: administrators name them and say who is on them; cases can then be a team's.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { TeamRow } from "../api/team-calls.ts";
import { t } from "../i18n/i18n.ts";
import { api, nameOf, open } from "../store/session.ts";
import { readTeams, teams } from "../store/teams.ts";
import { announce } from "../store/view.ts";
import { Button } from "../ui/button.tsx";
import { CheckGroup } from "../ui/check-group.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { bound, TextField } from "../ui/field.tsx";
import { Failure } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { newId } from "../vault/container.ts";
import { reads } from "../vault/rosters.ts";

const LONGEST_NAME = 60;

interface Changing {
  team: TeamRow;
  isNew: boolean;
}

function TeamDialog({ changing, onClose }: { changing: Changing; onClose: () => void }) {
  const { team, isNew } = changing;
  const name = useSignal(team.name);
  const { busy, error, run } = useAction();
  const there = open().desk.staff.filter(({ active, role }) => active && reads(role));
  // Somebody who reads no more, or left, is off the team with the next change of it.
  const members = useSignal(team.members.filter((id) => there.some((it) => it.staff_id === id)));
  const ready = name.value.trim() !== "" && name.value.trim().length <= LONGEST_NAME;
  const done = async (said: string): Promise<void> => {
    await readTeams();
    announce(t(said));
    onClose();
  };
  const save = async (): Promise<void> => {
    const was = isNew ? null : { name: team.name, members: team.members };
    const now = { name: name.value.trim(), members: [...members.value].sort() };
    await api.keepTeam(team.team_id, was, now);
    await done("team.kept");
  };
  const remove = async (): Promise<void> => {
    await api.removeTeam(team.team_id);
    await done("team.removed");
  };
  return (
    <Dialog title={t(isNew ? "team.new" : "team.change")} onClose={onClose}>
      <TextField label={t("team.name")} help={t("team.name-help")} dir="auto" {...bound(name)} />
      <CheckGroup
        legend={t("team.members")}
        options={there.map((it) => ({ value: it.staff_id, label: it.display_name }))}
        chosen={members.value}
        onChosen={(chosen) => {
          members.value = chosen;
        }}
      />
      <Failure text={error} />
      <div class="actions">
        <Button kind="primary" busy={busy} disabled={!ready} onClick={() => void run(save)}>
          {t("action.save")}
        </Button>
        {!isNew && (
          <Button kind="danger" busy={busy} onClick={() => void run(remove)}>
            {t("team.remove")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

export function Teams() {
  const changing = useSignal<Changing | null>(null);
  const { error, run } = useAction();
  useEffect(() => void run(readTeams), []);
  const change = (next: Changing | null) => () => {
    changing.value = next;
  };
  return (
    <section class="panel" aria-labelledby="teams-title">
      <h2 id="teams-title">{t("team.title")}</h2>
      <p class="quiet-line">{t("team.help")}</p>
      <Failure text={error} />
      <ul class="rows">
        {teams.value.map((team) => (
          <li key={team.team_id} class="row person">
            <div class="person-words">
              <strong>
                <bdi>{team.name}</bdi>
              </strong>{" "}
              <bdi>{team.members.map(nameOf).join(", ")}</bdi>
            </div>
            <Button onClick={change({ team, isNew: false })}>
              {t("people.change")}
              <span class="hidden"> {team.name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <div class="actions">
        <Button
          onClick={() =>
            change({ team: { team_id: newId(), name: "", members: [] }, isNew: true })()
          }
        >
          {t("team.new")}
        </Button>
      </div>
      {changing.value !== null && <TeamDialog changing={changing.value} onClose={change(null)} />}
    </section>
  );
}
