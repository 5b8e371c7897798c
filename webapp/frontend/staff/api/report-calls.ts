// The calls about reports: margins that count contacts and name nobody, and months that are closed.

import type { Margins } from "../logic/reports/tables.ts";
import { call, type Transport } from "./http.ts";
import type { RepliesAnswer } from "./live-types.ts";
import type { NewContainerIn, RecordRow, SignedRecord } from "./types.ts";

export interface MarginsAnswer {
  months: string[];
  margins: Margins;
}

export interface ClosedMonthIn {
  container: NewContainerIn | null;
  record: SignedRecord;
}

export const reportCalls = (t: Transport) => ({
  margins: (first: string, last: string) =>
    call<MarginsAnswer>(t, "GET", `/reports/margins?first=${first}&last=${last}`),
  /** Every edition of every closed month, sealed. */
  closedMonths: () => call<RepliesAnswer>(t, "GET", "/reports/months"),
  /** How many cases of a month are deleted by now. */
  monthBefore: (month: string) => call<{ gone: number }>(t, "GET", `/reports/months/${month}`),
  closeMonth: (month: string, body: ClosedMonthIn) =>
    call<RecordRow>(t, "POST", `/reports/months/${month}`, body),
});
