// Opens a case: sealed here, sent until the server has it, with another number where one is taken.

import { Problem, Unreachable } from "../api/http.ts";
import type { NewCase } from "../api/types.ts";
import { type CaseLink, mainInner } from "../logic/case-record.ts";
import type { Flat } from "../logic/merge.ts";
import { hourOf } from "../logic/time.ts";
import { api, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { redrawNumber, sealNewCase } from "../vault/case.ts";

const ATTEMPTS = 5;

async function arrivedBefore(id: string): Promise<boolean> {
  try {
    await api.case(id);
    return true;
  } catch (reason) {
    if (reason instanceof Problem && reason.status === 404) return false;
    throw reason;
  }
}

async function send(first: NewCase): Promise<string> {
  let body = first;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      await api.newCase(body);
      return body.case_id;
    } catch (reason) {
      // No answer may mean that the case is there: look before anything is sent again.
      if (reason instanceof Unreachable && (await arrivedBefore(body.case_id))) return body.case_id;
      if (!(reason instanceof Problem && reason.slug === "number-taken")) throw reason;
      body = redrawNumber(body);
    }
  }
  throw new Told("case.busy");
}

/** The id of the case that now holds `flat`; with `conv`, that item is converted. */
export async function createCase(
  flat: Flat,
  links: readonly CaseLink[],
  labels: NewCase["labels"],
  conv: string | null,
): Promise<string> {
  const main = mainInner(flat, links, hourOf(new Date()));
  try {
    return await send(sealNewCase(main, labels, conv, open().keyring));
  } catch (reason) {
    throw reason instanceof Unreachable ? new Told("case.not-saved") : reason;
  }
}
