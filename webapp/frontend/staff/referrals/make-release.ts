// A release is made: its words sealed and signed as a record of the case, its codes told to the server.

import type { NewRelease } from "../api/referral-calls.ts";
import { contentOf, type ReleaseWords, type Shareable } from "../logic/packet.ts";
import { hourOf } from "../logic/time.ts";
import { draft, dropDraft } from "../store/drafts.ts";
import { api, open } from "../store/session.ts";
import { type OpenedCase, sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";
import type { Recipient } from "./recipients.ts";

/** What the form says. */
export interface Draft {
  recipient: Recipient | null;
  mode: string;
  ground: string;
  why: string;
  scope: string[];
  expires: string;
  followUp: string;
  evenStale: boolean;
  /** How often consent had been withdrawn when the ground was chosen. */
  withdrawals: number;
}

/** A release as it was sent, so that after a lost answer the same bytes go again. */
interface Pending {
  body: NewRelease;
  form: string;
}

const DAY_MS = 86_400_000;
const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);

/** An empty form: nothing may leave, for ninety days, and somebody looks again in a week. */
export const emptyDraft = (now: Date): Draft => ({
  recipient: null,
  mode: "referral",
  ground: "",
  why: "",
  scope: [],
  expires: dayAfter(now, 90),
  followUp: dayAfter(now, 7),
  evenStale: false,
  withdrawals: -1,
});

function bodyOf(opened: OpenedCase, words: Shareable, form: Draft, to: Recipient): NewRelease {
  const { mode, ground, why, scope } = form;
  const inner: ReleaseWords = {
    t: "release",
    at: hourOf(new Date()),
    organisation: to.id,
    name: to.name,
    kind: to.kind,
    key: to.key,
    mode,
    ground,
    why,
    scope,
    expires_on: form.expires,
    content: contentOf(scope, words),
  };
  const id = newId();
  return {
    release_id: id,
    organisation: to.id,
    mode,
    ground,
    scope,
    expires_on: form.expires,
    follow_up_on: form.followUp || null,
    even_stale: form.evenStale,
    withdrawals: form.withdrawals,
    record: sealRevision(opened, id, null, { ...inner }, open().keyring),
  };
}

/**
 * The release stands on the server and in the case. Sealed once for a form: sent again it is the
 * same release, and another form is another one.
 */
export async function makeRelease(
  opened: OpenedCase,
  words: Shareable,
  form: Draft,
): Promise<void> {
  if (form.recipient === null) return;
  const key = `release-sent:${opened.id}`;
  const pending = draft<Pending | null>(key, null);
  const now = JSON.stringify([form, contentOf(form.scope, words)]);
  if (pending.value?.form !== now)
    pending.value = { body: bodyOf(opened, words, form, form.recipient), form: now };
  await api.newRelease(opened.id, pending.value.body);
  dropDraft(key);
}
