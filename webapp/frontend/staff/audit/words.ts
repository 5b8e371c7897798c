// What a row of the audit says, in the reader's language.

import type { AuditRow } from "../api/audit-calls.ts";
import { known, t, term } from "../i18n/i18n.ts";
import { spokenNumber } from "../logic/case-number.ts";
import { nameOf } from "../store/session.ts";

/** What was done; an action without words shows its code. */
export function actionName(action: string): string {
  return known(`audit.action.${action}`) ? t(`audit.action.${action}`) : action;
}

/** The lists in which a row's old and new codes are looked up. */
const LISTS: Record<string, readonly string[]> = {
  set_category: ["category"],
  set_priority: ["priority"],
  set_urgency: ["urgency"],
  case_status: ["case_status"],
  open_case: ["case_status"],
};

function codeName(action: string, code: string): string {
  const list = (LISTS[action] ?? ["item_status", "role"]).find((it) => known(`term.${it}.${code}`));
  return list === undefined ? code : term(list, code);
}

/** "Waiting → Claimed", or "" where nothing is said to have changed. */
export function moveOf({ action, old, new: now }: AuditRow): string {
  if (now === null || old === now) return "";
  const to = codeName(action, now);
  return old === null ? to : t("audit.move", { from: codeName(action, old), to });
}

/** Who did it. */
export const whoDid = (row: AuditRow): string =>
  row.actor === null ? t("audit.outside") : nameOf(row.actor);

/** What it was done to: a case's number, a colleague's name, else the id. */
export function aboutOf(row: AuditRow): string {
  if (row.case_number !== null) return spokenNumber(row.case_number);
  if (row.kind === "person") return nameOf(row.subject);
  return row.kind === "site" ? "" : row.subject;
}
