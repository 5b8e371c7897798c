// A case between the server's rows and the screen: its records opened and checked, new ones sealed.

import { randomBytes, toB64 } from "../../lib/bytes.ts";
import type { CaseDetail, CaseListed, NewCase, RecordRow, SignedRecord } from "../api/types.ts";
import { textOf } from "../logic/answers.ts";
import { drawCaseNumber } from "../logic/case-number.ts";
import { type CaseLink, linksOf } from "../logic/case-record.ts";
import type { Anchor } from "./accept.ts";
import { newContainer, newId, openContainer, sealRevision as seal } from "./container.ts";
import type { OpenedConversation } from "./conversation.ts";
import type { Keyring } from "./keyring.ts";
import {
  type Container,
  type Inner,
  type ReadRecord,
  type ReadRevision,
  readRecords,
  readRevision,
} from "./read-records.ts";

export interface OpenedCase {
  id: string;
  container: Container;
  main: ReadRecord | null;
  /** Every other record, oldest first. */
  sections: readonly ReadRecord[];
}

/** The case in words; records that fail a check are there and say so. */
export function openCase(detail: CaseDetail, keyring: Keyring): OpenedCase {
  const container = openContainer(detail.case_id, detail.wraps, keyring);
  const records = readRecords(detail.records, container, keyring);
  const main = records.find(({ id }) => id === detail.main_record_id) ?? null;
  // A server could name another record as the main one; what is inside has to agree.
  if (main?.current.inner && main.current.inner.t !== "main")
    main.current.problems.push("elsewhere");
  return {
    id: detail.case_id,
    container,
    main,
    sections: records.filter((record) => record !== main),
  };
}

/** One row as it came with a 409, read with the case's keys. */
export function readRow(opened: OpenedCase, row: RecordRow, keyring: Keyring): ReadRevision {
  return readRevision(row, opened.container, keyring);
}

/** The next revision of one of the case's records. */
export function sealRevision(
  opened: OpenedCase,
  recordId: string,
  replaces: ReadRevision | null,
  inner: Inner,
  keyring: Keyring,
): SignedRecord {
  return seal(opened.container, recordId, replaces, inner, keyring);
}

/** A listed case's title, or null where it does not open or is not signed. */
export function titleOf(listed: CaseListed, keyring: Keyring): string | null {
  const container = openContainer(listed.case_id, listed.wraps, keyring);
  const read = readRevision(listed.main, container, keyring);
  return read.problems.length > 0 ? null : textOf(read.inner, "title");
}

/** A new case, sealed: random id, key and number; `main` is its first record. */
export const sealNewCase = (
  main: Inner,
  labels: NewCase["labels"],
  conv: string | null,
  keyring: Keyring,
): NewCase => sealCaseWith(main, [], labels, conv, keyring).body;

/** The same, and its first sections: each sealed once, so that sent again they are the same. */
export function sealCaseWith(
  main: Inner,
  sections: readonly Inner[],
  labels: NewCase["labels"],
  conv: string | null,
  keyring: Keyring,
): { body: NewCase; sections: SignedRecord[] } {
  const container = newContainer(keyring);
  const body = {
    case_id: container.id,
    number: drawCaseNumber(randomBytes),
    wrap: container.wrap,
    main: seal(container, newId(), null, main, keyring),
    labels,
    conv,
  };
  return { body, sections: sections.map((it) => seal(container, newId(), null, it, keyring)) };
}

/** The same case under another number. */
export function redrawNumber(body: NewCase): NewCase {
  return { ...body, number: drawCaseNumber(randomBytes) };
}

/** What a case keeps of a linked conversation: its first key's commitment and its source. */
export function linkTo(conv: string, anchor: Anchor): CaseLink {
  return { conv, kc: toB64(anchor.kc), src_vk: toB64(anchor.srcVk) };
}

/** Whether the case's own word about a conversation agrees with what the server shows now. */
export function linkHolds(
  main: Inner | null,
  conv: string,
  opened: OpenedConversation,
): "holds" | "differs" | "missing" {
  const link = linksOf(main).find((it) => it.conv === conv);
  if (link === undefined) return "missing";
  if (opened.anchor === null) return "differs";
  const now = linkTo(conv, opened.anchor);
  return now.kc === link.kc && now.src_vk === link.src_vk ? "holds" : "differs";
}
