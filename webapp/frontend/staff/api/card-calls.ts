// The calls about cards: every case in a kilobyte, so that the browser can search them by itself.

import { call, type Transport } from "./http.ts";
import type { RecordRow, SignedRecord, Wrap } from "./types.ts";

export interface CardRow {
  case_id: string;
  number: string;
  status: string;
  day: string;
  wraps: Wrap[];
  card: RecordRow | null;
}

export const cardCalls = (t: Transport) => ({
  caseCards: (after: string) =>
    call<{ cards: CardRow[]; total: number }>(t, "GET", `/case-cards?after=${after}`),
  keepCard: (id: string, record: SignedRecord) =>
    call<null>(t, "POST", `/cases/${id}/card`, record),
});
