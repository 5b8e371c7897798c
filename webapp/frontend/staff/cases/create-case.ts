// Opens a case: sealed here, sent until the server has it, with another number where one is taken.

import { Problem, Unreachable } from "../api/http.ts";
import type { NewCase, SignedRecord } from "../api/types.ts";
import { type CaseLink, linksOf, mainInner } from "../logic/case-record.ts";
import type { Flat } from "../logic/merge.ts";
import { type Proposal, proposedInner } from "../logic/prefill-sections.ts";
import { hourOf } from "../logic/time.ts";
import { draft } from "../store/drafts.ts";
import { api, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { openCase, redrawNumber, sealCaseWith, sealRevision } from "../vault/case.ts";

const ATTEMPTS = 5;

async function send(first: NewCase): Promise<string> {
  let body = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      await api.newCase(body);
      return body.case_id;
    } catch (reason) {
      if (!(reason instanceof Problem && reason.slug === "number-taken")) throw reason;
      body = redrawNumber(body);
    }
  }
  throw new Told("case.busy");
}

interface Pending {
  body: NewCase;
  flat: string;
  /** Every proposed section, sealed; only those that are agreed to are sent. */
  sections: SignedRecord[];
}

export interface Proposed {
  all: readonly Proposal[];
  /** The places in `all` that somebody ticked. */
  agreed: readonly number[];
}

const NOTHING_PROPOSED: Proposed = { all: [], agreed: [] };

/** The form changed after its bytes were sent without an answer: the rest is a second revision. */
async function saveChanges(id: string, flat: Flat): Promise<void> {
  const { keyring } = open();
  const opened = openCase(await api.case(id), keyring);
  const main = opened.main;
  if (main === null) throw new Told("case.unreadable");
  const links = linksOf(main.current.inner);
  const inner = mainInner(flat, links, hourOf(new Date()));
  await api.saveRecord(id, sealRevision(opened, main.id, main.current, inner, keyring));
}

/** The agreed sections are kept; one that an earlier try brought is there and stays as it is. */
async function sendSections(id: string, sealed: SignedRecord[], { agreed }: Proposed) {
  for (const at of agreed) {
    const record = sealed[at];
    if (record !== undefined) await api.saveRecord(id, record);
  }
}

/**
 * The id of the case that now holds `flat`; with `conv`, that item is converted. Sealed once: after
 * a lost answer the same bytes go again, so that one form never becomes two cases.
 */
export async function createCase(
  slot: string,
  flat: Flat,
  links: readonly CaseLink[],
  labels: NewCase["labels"],
  conv: string | null,
  proposed: Proposed = NOTHING_PROPOSED,
): Promise<string> {
  const pending = draft<Pending | null>(`sealed:${slot}`, null);
  const now = JSON.stringify(flat);
  if (pending.value === null) {
    const at = hourOf(new Date());
    const inners = proposed.all.map((each) => proposedInner(each, at));
    const main = mainInner(flat, links, at);
    const made = sealCaseWith(main, inners, labels, conv, open().keyring);
    pending.value = { ...made, flat: now };
  }
  const { body, flat: sealed, sections } = pending.value;
  let isThere = false;
  try {
    const id = await send(body);
    isThere = true;
    if (sealed !== now) await saveChanges(id, flat);
    await sendSections(id, sections, proposed);
    pending.value = null;
    return id;
  } catch (reason) {
    if (reason instanceof Unreachable) throw new Told("case.not-saved");
    // A no to what follows leaves the case there: sealed anew, the next try would open a second one.
    if (!isThere && reason instanceof Problem && reason.status !== 401) pending.value = null;
    throw reason;
  }
}
