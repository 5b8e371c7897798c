// A release is made: its words sealed and signed as a record of the case, its codes told to the server.

import type { NewRelease } from "../api/referral-calls.ts";
import {
  contentOf,
  EXPORT,
  FOR_OWN_RECORDS,
  type ReleaseWords,
  type Shareable,
} from "../logic/packet.ts";
import { daysAfter, hourOf } from "../logic/time.ts";
import { sendOnce } from "../store/send-once.ts";
import { api, open } from "../store/session.ts";
import { type OpenedCase, sealRevision } from "../vault/case.ts";
import { newId } from "../vault/container.ts";
import { drawGreeting } from "../vault/passphrase.ts";
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

/** An empty form: nothing may leave, for ninety days, and somebody looks again in a week. */
export const emptyDraft = (now: Date): Draft => ({
  recipient: null,
  mode: "referral",
  ground: "",
  why: "",
  scope: [],
  expires: daysAfter(now, 90),
  followUp: daysAfter(now, 7),
  evenStale: false,
  withdrawals: -1,
});

/** An empty export: for ninety days, and nobody has to look again. */
export const emptyExport = (now: Date): Draft => ({
  ...emptyDraft(now),
  mode: EXPORT,
  recipient: {
    id: FOR_OWN_RECORDS,
    kind: FOR_OWN_RECORDS,
    name: "",
    key: "",
    stale: false,
    unvouched: false,
  },
  followUp: "",
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
    ...(mode === "warm_handoff" ? { greeting: drawGreeting() } : {}),
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
  const { recipient } = form;
  await sendOnce(
    `release:${opened.id}`,
    [form, contentOf(form.scope, words)],
    () => bodyOf(opened, words, form, recipient),
    (body) => api.newRelease(opened.id, body),
  );
}
