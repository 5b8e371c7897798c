// The calls about how long things are kept, and about cases that a legal hold keeps.

import { call, type Transport } from "./http.ts";
import type { RecordRow, SignedRecord } from "./types.ts";

/** How long each kind is kept after it is over; the end of each name says in which unit. */
export interface Schedule {
  chat_words_hours: number;
  tip_days: number;
  /** Null where files stay as long as the words that they came with. */
  file_days: number | null;
  contact_days: number;
  quarantine_days: number;
  case_days: number;
  audit_days: number;
  counter_months: number;
}

/** Who holds a case up to which day; why is in the case's record of this id. */
export interface HoldRow {
  record_id: string;
  staff_id: string;
  hour: string;
  until: string;
}

export interface HeldCase extends HoldRow {
  case_id: string;
  number: string;
}

/** From which day on a closed case may be deleted, and what holds it back. */
export interface Kept {
  due_on: string | null;
  holds: HoldRow[];
}

export const retentionCalls = (t: Transport) => ({
  schedule: () => call<{ schedule: Schedule }>(t, "GET", "/retention"),
  heldCases: () => call<{ holds: HeldCase[] }>(t, "GET", "/holds"),
  holdCase: (id: string, until: string | null, record: SignedRecord) =>
    call<RecordRow>(t, "POST", `/cases/${id}/holds`, { until, record }),
});
