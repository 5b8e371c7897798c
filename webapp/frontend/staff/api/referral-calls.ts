// The calls about referrals: releases of a case, and packets by link for people without an account.

import { call, type Transport } from "./http.ts";
import type { DueCase } from "./team-calls.ts";
import type { SignedRecord } from "./types.ts";

export interface ReleaseRow {
  release_id: string;
  case_id: string;
  organisation: string;
  recipient_kind: string;
  mode: string;
  ground: string;
  scope: string[];
  expires_on: string;
  staff_id: string;
  hour: string;
  state: "made" | "handed_over" | "opened" | "withdrawn";
  /** Somebody outside may have read it. */
  is_out: boolean;
  way: string | null;
  handed_hour: string | null;
  digest: string | null;
  status: string;
  outcome: string;
  follow_up_on: string | null;
}

export interface NewRelease {
  release_id: string;
  organisation: string;
  mode: string;
  ground: string;
  scope: string[];
  expires_on: string;
  follow_up_on: string | null;
  even_stale: boolean;
  withdrawals: number;
  record: SignedRecord;
}

export interface PacketOut {
  way: "age" | "link" | "print" | "spoken" | "file";
  digest: string;
  link: { lookup: string; sealed: string } | null;
}

export interface Followed {
  status: string;
  outcome: string;
  follow_up_on: string | null;
}

export const referralCalls = (t: Transport) => ({
  newRelease: (id: string, body: NewRelease) =>
    call<ReleaseRow>(t, "POST", `/cases/${id}/releases`, body),
  handPacketOver: (id: string, release: string, body: PacketOut) =>
    call<ReleaseRow>(t, "POST", `/cases/${id}/releases/${release}/hand-over`, body),
  followUp: (id: string, release: string, was: Followed, now: Followed) =>
    call<ReleaseRow>(t, "POST", `/cases/${id}/releases/${release}/follow-up`, { was, now }),
  withdrawConsent: (id: string, word: SignedRecord) =>
    call<{ stopped: ReleaseRow[]; out: ReleaseRow[] }>(
      t,
      "POST",
      `/cases/${id}/withdraw-consent`,
      word,
    ),
  followUps: () =>
    call<{ due: (ReleaseRow & { number: string })[]; cases: DueCase[] }>(t, "GET", "/follow-ups"),
  takePacket: (auth: string, visit: string) =>
    call<{ sealed: string }>(t, "POST", "/packets/take", { auth, visit }),
  packetOpened: (auth: string, visit: string) =>
    call<null>(t, "POST", "/packets/opened", { auth, visit }),
});
