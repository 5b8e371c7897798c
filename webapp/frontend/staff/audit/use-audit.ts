// One page of the audit: asked for, then followed along the chain that this browser has seen.

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AuditAnswer, HeadAnswer } from "../api/audit-calls.ts";
import { followAudit, followed, links } from "../store/audit-watch.ts";
import { refreshRoster } from "../store/roster.ts";
import { api, open, raiseAlarm } from "../store/session.ts";
import { explain } from "../ui/explain.ts";
import { brokenRows, isVouchedFor } from "../vault/audit.ts";
import { KeysDoNotFit } from "../vault/keyring.ts";
import { type Filters, wantedOf } from "./wanted.ts";

export type Check =
  | { state: "checking" }
  | { state: "whole"; upTo: number }
  | { state: "broken"; rows: readonly number[] }
  | { state: "too-far" }
  | { state: "unchecked" };

export interface Anchored {
  answer: HeadAnswer["anchor"];
  holds: boolean;
}

export interface AuditState {
  answer: AuditAnswer | null;
  anchored: Anchored | null;
  check: Check;
  error: string;
}

/** Whether the rows are those of the chain that this browser followed to its end. */
async function checked(answer: AuditAnswer): Promise<Check> {
  try {
    await followAudit(open());
    const seen = followed.value;
    if (seen === null) return { state: "unchecked" };
    const rows = await brokenRows(answer, seen, links);
    if (rows === null) return { state: "too-far" };
    return rows.length > 0 ? { state: "broken", rows } : { state: "whole", upTo: seen.number };
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) await raiseAlarm(reason.what);
    return { state: "unchecked" };
  }
}

async function newestAnchor(): Promise<Anchored> {
  const { anchor } = await api.auditHead();
  const holds = () => anchor === null || isVouchedFor(anchor, open().keyring);
  // Somebody may have joined since sign-in, and vouched.
  if (!holds()) await refreshRoster();
  return { answer: anchor, holds: holds() };
}

async function load(
  state: Signal<AuditState>,
  filters: Filters,
  page: number,
  isOld: () => boolean,
) {
  const put = (next: Partial<AuditState>) => {
    if (!isOld()) state.value = { ...state.peek(), ...next };
  };
  put({ check: { state: "checking" }, error: "" });
  try {
    const answer = await api.audit(wantedOf(filters), page);
    put({ answer });
    const check = await checked(answer);
    put({ check, anchored: await newestAnchor() });
  } catch (reason) {
    put({ error: explain(reason), check: { state: "unchecked" } });
  }
}

const EMPTY: AuditState = { answer: null, anchored: null, check: { state: "checking" }, error: "" };

/** The rows that the filters want; asked for anew when they change. */
export function useAudit(filters: Filters, page: number): AuditState {
  const state = useSignal<AuditState>(EMPTY);
  const key = JSON.stringify([filters, page]);
  useEffect(() => {
    let old = false;
    void load(state, filters, page, () => old);
    return () => {
      old = true;
    };
  }, [key]);
  return state.value;
}
