// The call about how the service itself stands.

import { call, type Transport } from "./http.ts";

export interface JobFact {
  name: string;
  late: boolean;
  /** For how many minutes it is due. */
  minutes: number;
  /** So many minutes ago it was run; null where it never was. */
  ran: number | null;
}

/** What whoever manages the service is told besides. */
export interface Whole {
  jobs: JobFact[];
  revision: boolean;
  disk_free: number;
  backup_day: string | null;
  anchor_day: string | null;
  certificate_days: number | null;
  roster_days: number | null;
  version: string;
  newer: string | null;
}

export interface StatusAnswer {
  line: "up" | "none" | "away";
  files: "room" | "no room" | "away";
  /** How the doors outside stand: why people are slowed down, or that nobody is. */
  load: { tips: "calm" | "busy" | "queue" | "disk"; chats: "calm" | "busy" };
  late: boolean;
  alerts_failed: number;
  whole: Whole | null;
}

export const statusCalls = (t: Transport) => ({
  status: () => call<StatusAnswer>(t, "GET", "/status"),
});
