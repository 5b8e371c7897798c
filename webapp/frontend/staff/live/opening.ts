// From a server's answer to an open item: unsealed, accepted by whoever is first, its notes read.

import { Problem } from "../api/http.ts";
import type { ConversationAnswer } from "../api/types.ts";
import { fetchAsked } from "../store/forms.ts";
import { refreshRoster } from "../store/roster.ts";
import { api, open } from "../store/session.ts";
import { signedAccept } from "../vault/accept.ts";
import { type OpenedConversation, openConversation } from "../vault/conversation.ts";
import { type OpenedNotes, openNotes } from "../vault/notes.ts";

export interface Opened {
  answer: ConversationAnswer;
  conversation: OpenedConversation;
  notes: OpenedNotes;
}

/** How a conversation is asked for, from these numbers on. */
export type Asking = (conv: string, s: number, d: number) => Promise<ConversationAnswer>;

/** What decides whether keys and notes have to be opened again. */
const keysPrint = (answer: ConversationAnswer): string =>
  JSON.stringify([answer.key_records.length, answer.accept, answer.shares, answer.notes]);

export const sameKeys = (one: ConversationAnswer, other: ConversationAnswer): boolean =>
  keysPrint(one) === keysPrint(other);

/** What was known and what is new; an envelope counts once. How the chat stands goes to the item. */
export function merged(
  before: ConversationAnswer | null,
  news: ConversationAnswer,
): ConversationAnswer {
  const old = before?.envelopes ?? [];
  const known = new Set(old);
  const fresh = news.envelopes.filter((envelope) => !known.has(envelope));
  const item = { ...news.item, live: news.live ?? news.item.live ?? null };
  return { ...news, item, envelopes: [...old, ...fresh] };
}

async function acceptFirst(answer: ConversationAnswer, opened: OpenedConversation): Promise<void> {
  if (!opened.acceptNeeded || opened.anchor === null) return;
  try {
    await api.accept(
      answer.item.conv,
      signedAccept(answer.item.conv, opened.anchor, open().keyring),
    );
  } catch (reason) {
    // A colleague was first: the next answer brings their accept record, which is then checked.
    if (!(reason instanceof Problem && reason.status === 409)) throw reason;
  }
}

/** Somebody signed here whom no roster of ours names: they may be new since we signed in. */
function strangerIn(answer: ConversationAnswer, notes: OpenedNotes): boolean {
  const { keyring } = open();
  const authors = notes.list
    .filter(({ problems }) => problems.includes("signature"))
    .map(({ staffId }) => staffId);
  const signers = answer.accept === null ? authors : [...authors, answer.accept.staff_id];
  return signers.some((id) => keyring.signersOf(id).length === 0);
}

async function read(answer: ConversationAnswer): Promise<Opened> {
  const { keyring } = open();
  const conversation = await openConversation(answer, keyring);
  await fetchAsked(conversation.messages);
  const { conv } = answer.item;
  return { answer, conversation, notes: openNotes(answer.notes ?? null, conv, keyring) };
}

/** The item in words; whoever is first to open it leaves an accept record. */
export async function unseal(answer: ConversationAnswer): Promise<Opened> {
  const first = await read(answer);
  // Somebody whom we do not know signed something, or it lies under an epoch that began meanwhile.
  const unknown = strangerIn(answer, first.notes) || first.conversation.blocked === "no-key";
  const opened = unknown && (await refreshRoster()) ? await read(answer) : first;
  await acceptFirst(answer, opened.conversation);
  return opened;
}
