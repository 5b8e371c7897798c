// What somebody wanted to look at again by today: asked now and then, so that the way to it says how many.

import { computed, signal } from "@preact/signals";
import type { ReleaseRow } from "../api/referral-calls.ts";
import type { DueCase } from "../api/team-calls.ts";
import { api, atLock, atWipe } from "./session.ts";

interface Due {
  due: (ReleaseRow & { number: string })[];
  cases: DueCase[];
}

const NOTHING: Due = { due: [], cases: [] };
export const due = signal<Due>(NOTHING);
export const dueCount = computed(() => due.value.due.length + due.value.cases.length);

/** As it is now; without an answer it stays as it was. */
export async function askDue(): Promise<void> {
  const answer = await api.followUps().catch(() => null);
  if (answer !== null) due.value = answer;
}

const forget = (): void => {
  due.value = NOTHING;
};

atLock(forget);
atWipe(forget);
