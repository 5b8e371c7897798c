// The calls about one's own account: ways to sign in, passphrase, sessions.

import { call, type Transport } from "./http.ts";
import type { NewMethod } from "./types.ts";

export interface SignInBody {
  staff_id: string;
  method: number;
  auth: string;
  /** What this browser was given when it was remembered for this name. */
  device: string | null;
  remember: boolean;
}

export interface MethodRow {
  method_id: string;
  method: number;
  /** Sealed under the owner's own keys. */
  name: string | null;
  day: string;
  /** The session here began with it. */
  present: boolean;
}

export interface SessionRow {
  session_id: string;
  method: number;
  /** Such as 2026-11-27T20, in UTC. */
  hour: string;
  present: boolean;
}

export interface AccountAnswer {
  methods: MethodRow[];
  sessions: SessionRow[];
}

export interface Resealed {
  old: string;
  auth: string;
  blob: string;
}

export const accountCalls = (t: Transport) => ({
  account: () => call<AccountAnswer>(t, "GET", "/account"),
  prove: (proof: string) => call<null>(t, "POST", "/account/proof", { proof }),
  addMethod: (proof: string, method: NewMethod, name: string | null) =>
    call<MethodRow>(t, "POST", "/account/methods", { proof, method, name }),
  removeMethod: (methodId: string, proof: string) =>
    call<null>(t, "POST", `/account/methods/${methodId}/remove`, { proof }),
  renameMethod: (methodId: string, name: string | null) =>
    call<null>(t, "POST", `/account/methods/${methodId}/name`, { name }),
  changePassphrase: (methods: Resealed[], againHash: string) =>
    call<AccountAnswer>(t, "POST", "/account/passphrase", { methods, again_hash: againHash }),
  keepAgain: (proof: string, againHash: string) =>
    call<null>(t, "POST", "/account/again", { proof, again_hash: againHash }),
  endOneSession: (sessionId: string) => call<null>(t, "DELETE", `/account/sessions/${sessionId}`),
  endOtherSessions: () => call<null>(t, "POST", "/account/end-other-sessions", {}),
});
