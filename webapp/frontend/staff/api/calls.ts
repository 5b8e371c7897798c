// Every call of the desk by name; ids travel as base64url in paths, bodies as JSON.

import { accountCalls, type SignInBody } from "./account-calls.ts";
import { auditCalls } from "./audit-calls.ts";
import { cardCalls } from "./card-calls.ts";
import { caseCalls } from "./case-calls.ts";
import { chatCalls } from "./chat-calls.ts";
import { directoryCalls } from "./directory-calls.ts";
import { fileCalls } from "./file-calls.ts";
import { formsCalls } from "./forms-calls.ts";
import { call, type Transport } from "./http.ts";
import { materialsCalls } from "./materials-calls.ts";
import { peopleCalls } from "./people-calls.ts";
import { queueCalls } from "./queue-calls.ts";
import { referralCalls } from "./referral-calls.ts";
import { reportCalls } from "./report-calls.ts";
import { retentionCalls } from "./retention-calls.ts";
import { siteCalls } from "./site-calls.ts";
import { statusCalls } from "./status-calls.ts";
import { teamCalls } from "./team-calls.ts";
import { trainingCalls } from "./training-calls.ts";
import type {
  Accept,
  ConversationAnswer,
  DeskAnswer,
  Item,
  NewContainerIn,
  RecordRow,
  SessionAnswer,
  SignedRecord,
  Site,
  StateAnswer,
} from "./types.ts";

export type { QueueView } from "./queue-calls.ts";

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
    ...retentionCalls(t),
    ...statusCalls(t),
    ...formsCalls(t),
    ...materialsCalls(t),
    ...fileCalls(t),
    ...directoryCalls(t),
    ...referralCalls(t),
    ...cardCalls(t),
    ...teamCalls(t),
    ...reportCalls(t),
    ...queueCalls(t),
    ...trainingCalls(t),
    ...caseCalls(t),
    site: () => call<Site>(t, "GET", "/site"),
    startSession: (name: string) =>
      call<{ staff_id: string; methods: number[] }>(t, "POST", "/session/start", { name }),
    openSession: (body: SignInBody) => call<SessionAnswer>(t, "POST", "/session", body),
    endSession: () => call<null>(t, "DELETE", "/session"),
    /** With the rosters that follow this serial. */
    desk: (after: number) => call<DeskAnswer>(t, "GET", `/desk?after=${after}`),
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
  };
}

export type Api = ReturnType<typeof makeApi>;
