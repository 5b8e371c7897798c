// Opens a case: sealed here, sent until the server has it, with another number where one is taken.

import { Problem, Unreachable } from "../api/http.ts";
import type { NewCase } from "../api/types.ts";
import { type CaseLink, linksOf, mainInner } from "../logic/case-record.ts";
import type { Flat } from "../logic/merge.ts";
import { hourOf } from "../logic/time.ts";
import { draft } from "../store/drafts.ts";
import { api, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { openCase, redrawNumber, sealNewCase, sealRevision } from "../vault/case.ts";

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
}

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
): Promise<string> {
  const pending = draft<Pending | null>(`sealed:${slot}`, null);
  const now = JSON.stringify(flat);
  if (pending.value === null) {
    const main = mainInner(flat, links, hourOf(new Date()));
    pending.value = { body: sealNewCase(main, labels, conv, open().keyring), flat: now };
  }
  const { body, flat: sealed } = pending.value;
  try {
    const id = await send(body);
    if (sealed !== now) await saveChanges(id, flat);
    pending.value = null;
    return id;
  } catch (reason) {
    if (reason instanceof Unreachable) throw new Told("case.not-saved");
    if (reason instanceof Problem && reason.status !== 401) pending.value = null;
    throw reason;
  }
}
