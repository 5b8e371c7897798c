// What the desk's server answers about live chats, presence and saved replies (names are the wire's).

import type { RecordRow, Wrap } from "./types.ts";

export type ChatPhase = "waiting" | "live" | "resting" | "ended";
export type MemberKind = "partner" | "supervisor" | "interpreter";

export interface Member {
  staff_id: string;
  kind: MemberKind;
}

/** A live chat as staff see it; an item has none once it is wrapped up, or never was a chat. */
export interface Live {
  phase: ChatPhase;
  /** The last of the desk's envelopes that the person had on screen. */
  seen: number;
  arrived: string;
  online: boolean;
  warned: boolean;
  lost: boolean;
  postponed: boolean;
  escalated: boolean;
  members: Member[];
  looking: string[];
}

export type ShiftStatus = "on" | "busy" | "away" | "off";

export interface Colleague {
  staff_id: string;
  status: ShiftStatus;
  load: number;
  capacity: number;
}

export interface OnCall {
  kind: "email" | "webhook";
  address: string;
}

export interface ShiftAnswer {
  me: { status: ShiftStatus; capacity: number; load: number; wrap_ups: string[] };
  waiting: number;
  /** Whoever gave a sign of life lately. */
  colleagues: Colleague[];
  on_call: OnCall | null;
  /** How many hours after wrap-up a chat's words are deleted. */
  words_hours: number;
}

/** One generation's key, sealed to one person from outside the desk. */
export interface ShareRow {
  gen: number;
  kc: string;
  wrap: string;
}

export interface RepliesAnswer {
  container_id: string | null;
  wraps: Wrap[];
  records: RecordRow[];
}
