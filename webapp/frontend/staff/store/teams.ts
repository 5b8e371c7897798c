// The desk's teams, read when a screen that names them opens: names and people of staff, no secrets.

import { signal } from "@preact/signals";
import type { TeamRow } from "../api/team-calls.ts";
import { api, atWipe } from "./session.ts";

export const teams = signal<readonly TeamRow[]>([]);

export async function readTeams(): Promise<void> {
  teams.value = (await api.teams()).teams;
}

/** A team's name, or "" where there is no such team any more. */
export const teamName = (id: string | null): string =>
  teams.value.find((team) => team.team_id === id)?.name ?? "";

atWipe(() => {
  teams.value = [];
});
