// Every call of the desk by name; ids travel as base64url in paths, bodies as JSON.

import { accountCalls, type SignInBody } from "./account-calls.ts";
import { auditCalls } from "./audit-calls.ts";
import { cardCalls } from "./card-calls.ts";
import { chatCalls } from "./chat-calls.ts";
import { directoryCalls } from "./directory-calls.ts";
import { fileCalls } from "./file-calls.ts";
import { call, type Transport } from "./http.ts";
import { peopleCalls } from "./people-calls.ts";
import { referralCalls } from "./referral-calls.ts";
import { siteCalls } from "./site-calls.ts";
import type {
  Accept,
  CaseDetail,
  CaseRow,
  CasesAnswer,
  ConversationAnswer,
  DeskAnswer,
  Item,
  NewCase,
  NewContainerIn,
  QueueAnswer,
  RecordRow,
  SessionAnswer,
  SignedRecord,
  Site,
  StateAnswer,
} from "./types.ts";

export type QueueView = "waiting" | "mine" | "all";

/** The desk's calls over one transport; the token is read anew for each. */
export function makeApi(t: Transport) {
  const item = (conv: string, verb: string, body: unknown = {}) =>
    call<Item>(t, "POST", `/items/${conv}/${verb}`, body);
  return {
    ...chatCalls(t),
    ...auditCalls(t),
    ...peopleCalls(t),
    ...accountCalls(t),
    ...siteCalls(t),
    ...fileCalls(t),
    ...directoryCalls(t),
    ...referralCalls(t),
    ...cardCalls(t),
    site: () => call<Site>(t, "GET", "/site"),
    startSession: (name: string) =>
      call<{ staff_id: string; methods: number[] }>(t, "POST", "/session/start", { name }),
    openSession: (body: SignInBody) => call<SessionAnswer>(t, "POST", "/session", body),
    endSession: () => call<null>(t, "DELETE", "/session"),
    /** With the rosters that follow this serial. */
    desk: (after: number) => call<DeskAnswer>(t, "GET", `/desk?after=${after}`),
    queue: (view: QueueView, page: number) =>
      call<QueueAnswer>(t, "GET", `/queue?view=${view}&page=${page}`),
    claim: (conv: string) => item(conv, "claim"),
    release: (conv: string) => item(conv, "release"),
    setLabels: (conv: string, category: string, priority: string) =>
      item(conv, "labels", { category, priority }),
    close: (conv: string, disposition: string) => item(conv, "close", { disposition }),
    conversation: (conv: string, s = 0, d = 0) =>
      call<ConversationAnswer>(t, "GET", `/conversations/${conv}?s=${s}&d=${d}`),
    accept: (conv: string, body: Omit<Accept, "staff_id">) =>
      call<unknown>(t, "POST", `/conversations/${conv}/accept`, body),
    reply: (conv: string, envelope: string) =>
      call<StateAnswer>(t, "POST", `/conversations/${conv}/envelopes`, { envelope }),
    note: (conv: string, container: NewContainerIn | null, record: SignedRecord) =>
      call<RecordRow>(t, "POST", `/conversations/${conv}/notes`, { container, record }),
    cases: (status: string, page: number) =>
      call<CasesAnswer>(t, "GET", `/cases?status=${status}&page=${page}`),
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
  };
}

export type Api = ReturnType<typeof makeApi>;
