// Linking and unlinking a conversation: the server's row, and the case's own sealed word about it.

import { Problem } from "../api/http.ts";
import { type CaseLink, flatMain, linksOf, mainInner } from "../logic/case-record.ts";
import { hourOf } from "../logic/time.ts";
import { api, open } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import type { Anchor } from "../vault/accept.ts";
import { linkTo, openCase, sealRevision } from "../vault/case.ts";

const ATTEMPTS = 4;

/** Change the links in the case's main record; a colleague's save in between only means once more. */
async function changeLinks(
  caseId: string,
  change: (links: readonly CaseLink[]) => CaseLink[],
): Promise<void> {
  const { keyring } = open();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const opened = openCase(await api.case(caseId), keyring);
    const main = opened.main;
    if (main === null || main.current.inner === null) throw new Told("case.unreadable");
    const links = linksOf(main.current.inner);
    const next = change(links);
    if (JSON.stringify(next) === JSON.stringify(links)) return;
    const inner = mainInner(flatMain(main.current.inner), next, hourOf(new Date()));
    try {
      await api.saveRecord(caseId, sealRevision(opened, main.id, main.current, inner, keyring));
      return;
    } catch (reason) {
      if (!(reason instanceof Problem && reason.slug === "stale-revision")) throw reason;
    }
  }
  throw new Told("case.busy");
}

/** Attach: the case's word first, so that a link never stands without it. */
export async function attachConversation(
  caseId: string,
  conv: string,
  anchor: Anchor,
): Promise<void> {
  const link = linkTo(conv, anchor);
  await changeLinks(caseId, (links) => [...links.filter((it) => it.conv !== conv), link]);
  await api.attach(caseId, conv);
}

/** Detach: the link goes first, then the case's word about it. */
export async function detachConversation(caseId: string, conv: string): Promise<void> {
  await api.detach(caseId, conv);
  await changeLinks(caseId, (links) => links.filter((it) => it.conv !== conv));
}
