// The calls about who works on what and when somebody looks again: teams, assignment, days.

import { call, type Transport } from "./http.ts";
import type { RecordRow, SignedRecord } from "./types.ts";

export interface Named {
  name: string;
  members: string[];
}

export interface TeamRow extends Named {
  team_id: string;
}

/** The team and the person that work on a case. */
export interface Assigned {
  team_id: string | null;
  staff_id: string | null;
}

/** A day that has come on which somebody wanted to look at a case again. */
export interface DueCase {
  record_id: string;
  case_id: string;
  number: string;
  due_on: string;
}

export const teamCalls = (t: Transport) => ({
  teams: () => call<{ teams: TeamRow[] }>(t, "GET", "/teams"),
  keepTeam: (team_id: string, was: Named | null, now: Named) =>
    call<null>(t, "POST", "/teams", { team_id, was, now }),
  removeTeam: (id: string) => call<null>(t, "DELETE", `/teams/${id}`),
  assignCase: (id: string, was: Assigned, now: Assigned) =>
    call<null>(t, "POST", `/cases/${id}/assignment`, { was, now }),
  followUpCase: (id: string, due_on: string | null, record: SignedRecord) =>
    call<RecordRow>(t, "POST", `/cases/${id}/follow-ups`, { due_on, record }),
});
