// The calls about cases: listed, opened, written in sections, moved, linked to conversations.

import { call, type Transport } from "./http.ts";
import type {
  CaseDetail,
  CaseRow,
  CasesAnswer,
  NewCase,
  RecordRow,
  SignedRecord,
} from "./types.ts";

export const caseCalls = (t: Transport) => ({
  cases: (status: string, page: number, whose: "" | "mine" = "") =>
    call<CasesAnswer>(t, "GET", `/cases?status=${status}&page=${page}&whose=${whose}`),
  newCase: (body: NewCase) => call<CaseRow>(t, "POST", "/cases", body),
  case: (id: string) => call<CaseDetail>(t, "GET", `/cases/${id}`),
  saveRecord: (id: string, record: SignedRecord) =>
    call<RecordRow>(t, "POST", `/cases/${id}/records`, record),
  moveCase: (id: string, from: string, to: string) =>
    call<CaseRow>(t, "POST", `/cases/${id}/status`, { from, to }),
  attach: (id: string, conv: string) =>
    call<CaseRow>(t, "POST", `/cases/${id}/conversations`, { conv }),
  detach: (id: string, conv: string) =>
    call<null>(t, "DELETE", `/cases/${id}/conversations/${conv}`),
});
