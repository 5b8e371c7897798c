// A case's card follows the case: whoever opens one whose card says something else seals a new one.

import type { CaseState } from "../cases/use-case.ts";
import { cardOf } from "../logic/case-card.ts";
import { wordsOfCase } from "../referrals/case-words.ts";
import { api, open } from "../store/session.ts";
import { sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";

const kept = new Map<string, string>();

/** The server has the card of the case as it is; where it could not take it, the next opening tries again. */
export async function keepCard(state: CaseState): Promise<void> {
  const { opened } = state;
  if (opened.container.keys.size === 0 || opened.main === null) return;
  const card = cardOf(wordsOfCase(state));
  const now = JSON.stringify(card);
  if (kept.get(opened.id) === now) return;
  kept.set(opened.id, now);
  try {
    const signed = sealRevision(opened, newId(), null, { ...card }, open().keyring);
    await api.keepCard(opened.id, signed);
  } catch {
    kept.delete(opened.id);
  }
}
