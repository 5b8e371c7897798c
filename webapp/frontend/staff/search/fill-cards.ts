// Cases that nobody opened since cards exist: this browser reads them one after the other and makes
// their cards, so that the search finds them too. It stops at the lock, and after so many.

import { signal } from "@preact/signals";
import { readCase } from "../cases/use-case.ts";
import { api, atLock, atWipe } from "../store/session.ts";
import { fillIndex, withoutCard } from "./case-index.ts";
import { keepCard } from "./keep-card.ts";

/** Cases that one unlock makes cards for; the next one goes on. */
const MOST = 300;

export interface Making {
  made: number;
  total: number;
}

/** How far it is; null while nothing is made. */
export const making = signal<Making | null>(null);

let generation = 0;
let isDone = false;

/** A case that cannot be read now is left for a browser that can. */
async function makeOne(id: string, mine: number): Promise<void> {
  const detail = await api.case(id).catch(() => null);
  if (detail === null || detail.case_id !== id || mine !== generation) return;
  const state = await readCase(detail);
  if (mine === generation) await keepCard(state);
}

/** Every case that was read and has no card gets one; once after each unlock. */
export async function fillCards(): Promise<void> {
  if (isDone || making.value !== null) return;
  const mine = generation;
  const missing = withoutCard().slice(0, MOST);
  isDone = true;
  if (missing.length === 0) return;
  making.value = { made: 0, total: missing.length };
  for (const [at, id] of missing.entries()) {
    await makeOne(id, mine).catch(() => undefined);
    if (mine !== generation) return;
    making.value = { made: at + 1, total: missing.length };
  }
  making.value = null;
  await fillIndex();
}

function forget(): void {
  generation += 1;
  isDone = false;
  making.value = null;
}

atLock(forget);
atWipe(forget);
