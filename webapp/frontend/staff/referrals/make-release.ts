// A release is made: its words sealed and signed as a record of the case, its codes told to the server.

import { contentOf, type ReleaseWords, type Shareable } from "../logic/packet.ts";
import { hourOf } from "../logic/time.ts";
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
  /** Made once, so that the same form sent again is the same release. */
  id: string;
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
  id: newId(),
});

/** The release stands on the server and in the case. */
export async function makeRelease(
  opened: OpenedCase,
  words: Shareable,
  draft: Draft,
): Promise<void> {
  const { recipient } = draft;
  if (recipient === null) return;
  const { mode, ground, why, scope } = draft;
  const inner: ReleaseWords = {
    t: "release",
    at: hourOf(new Date()),
    organisation: recipient.id,
    name: recipient.name,
    kind: recipient.kind,
    key: recipient.key,
    mode,
    ground,
    why,
    scope,
    expires_on: draft.expires,
    content: contentOf(scope, words),
  };
  const record = sealRevision(opened, draft.id, null, { ...inner }, open().keyring);
  await api.newRelease(opened.id, {
    release_id: draft.id,
    organisation: recipient.id,
    mode,
    ground,
    scope,
    expires_on: draft.expires,
    follow_up_on: draft.followUp || null,
    even_stale: draft.evenStale,
    record,
  });
}
