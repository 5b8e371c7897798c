// A case's card follows the case: whoever opens one whose card says something else seals a new one.

import { jsonBytes, toB64 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import type { CaseState } from "../cases/use-case.ts";
import { cardOf } from "../logic/case-card.ts";
import { wordsOfCase } from "../referrals/case-words.ts";
import { api, atLock, atWipe, open } from "../store/session.ts";
import { sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";

/** By case, what names the card that was sent last; nothing of its words. */
const kept = new Map<string, string>();
const forget = (): void => kept.clear();

atLock(forget);
atWipe(forget);

/** The server has the card of the case as it is; where it could not take it, the next opening tries again. */
export async function keepCard(state: CaseState): Promise<void> {
  const { opened, linked } = state;
  if (opened.container.keys.size === 0 || opened.main === null) return;
  // What could not be read just now would leave its words out, for everybody.
  if ([...linked.values()].some(({ conversation }) => conversation === null)) return;
  const card = cardOf(wordsOfCase(state));
  const now = toB64(H(jsonBytes(card)));
  if (kept.get(opened.id) === now) return;
  kept.set(opened.id, now);
  try {
    const signed = sealRevision(opened, newId(), null, { ...card }, open().keyring);
    await api.keepCard(opened.id, signed);
  } catch {
    kept.delete(opened.id);
  }
}
