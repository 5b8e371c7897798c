// The calls of the audit and of the table of permissions by name.

import { call, type Transport } from "./http.ts";

export interface PlaceAnswer {
  number: number;
  hash: string;
}

export interface AnchorAnswer extends PlaceAnswer {
  staff_id: string;
  signature: string;
  day: string;
}

export interface HeadAnswer {
  head: PlaceAnswer;
  /** The chain begins after this row: those up to it were let go. */
  start: PlaceAnswer & { anchor: AnchorAnswer | null };
  anchor: AnchorAnswer | null;
  due: boolean;
}

export interface AuditRow {
  number: number;
  hour: string;
  actor: string | null;
  action: string;
  subject: string;
  old: string | null;
  new: string | null;
  conv: string | null;
  hash: string;
  kind: "case" | "item" | "person" | "site" | "other";
  case_number: string | null;
}

export interface AuditAnswer {
  rows: AuditRow[];
  total: number;
  /** The hash that the lowest row was chained to. */
  before: string;
  /** Every action that there is a row of. */
  actions: string[];
}

/** Which rows are wanted; what is missing does not matter. */
export interface WantedRows {
  actor?: string;
  by_nobody?: boolean;
  action?: string;
  about?: string;
  case_number?: string;
  first?: string;
  last?: string;
}

export interface PermissionsAnswer {
  roles: number[];
  permissions: {
    permission: string;
    roles: number[];
    acts: { act: string; only: string }[];
  }[];
}

function query(wanted: WantedRows, page: number): string {
  const said = Object.entries(wanted).map(([name, value]) => [name, String(value)]);
  return String(new URLSearchParams([...said, ["page", String(page)]]));
}

export function auditCalls(t: Transport) {
  return {
    audit: (wanted: WantedRows, page: number) =>
      call<AuditAnswer>(t, "GET", `/audit?${query(wanted, page)}`),
    exportAudit: (wanted: WantedRows) =>
      call<{ csv: string; more: boolean }>(t, "POST", "/audit/export", wanted),
    auditHead: () => call<HeadAnswer>(t, "GET", "/audit/head"),
    auditLinks: (after: number) =>
      call<{ links: string[] }>(t, "GET", `/audit/links?after=${after}`),
    vouch: (anchor: PlaceAnswer & { signature: string }) =>
      call<{ anchor: AnchorAnswer }>(t, "POST", "/audit/anchors", anchor),
    permissions: () => call<PermissionsAnswer>(t, "GET", "/permissions"),
  };
}
