// One open item: fetched, unsealed, checked, and asked for again while it is on screen.

import { type Signal, useSignal } from "@preact/signals";
import { Problem } from "../api/http.ts";
import type { ConversationAnswer, Item } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { explain, Told } from "../ui/explain.ts";
import { usePoll } from "../ui/use-poll.ts";
import { signedAccept } from "../vault/accept.ts";
import { type OpenedConversation, openConversation } from "../vault/conversation.ts";
import { type OpenedNotes, openNotes } from "../vault/notes.ts";

export interface Opened {
  answer: ConversationAnswer;
  conversation: OpenedConversation;
  notes: OpenedNotes;
}

export interface ConversationState {
  opened: Signal<Opened | null>;
  error: Signal<string>;
  reload: () => Promise<Opened | null>;
  setItem: (item: Item) => void;
}

// What decides whether anything has to be unsealed again; the item's labels do not.
const printOf = (answer: ConversationAnswer): string =>
  JSON.stringify([answer.s, answer.d, answer.key_records.length, answer.accept, answer.notes]);

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

async function unseal(answer: ConversationAnswer): Promise<Opened> {
  const { keyring } = open();
  const conversation = await openConversation(answer, keyring);
  await acceptFirst(answer, conversation);
  return { answer, conversation, notes: openNotes(answer.notes, answer.item.conv, keyring) };
}

/** The conversation `conv`, live. `onItem` hears of its labels, too. */
export function useConversation(conv: string, onItem: (item: Item) => void): ConversationState {
  const opened = useSignal<Opened | null>(null);
  const error = useSignal("");
  const reload = async (): Promise<Opened | null> => {
    try {
      const answer = await api.conversation(conv);
      if (answer.item.conv !== conv) throw new Told("error.other-answer");
      const before = opened.value;
      if (before !== null && printOf(before.answer) === printOf(answer)) {
        if (JSON.stringify(before.answer.item) !== JSON.stringify(answer.item)) {
          opened.value = { ...before, answer };
        }
      } else {
        opened.value = await unseal(answer);
        if (before !== null && answer.s.seq > before.answer.s.seq) announce(t("item.new-message"));
      }
      onItem(answer.item);
      error.value = "";
    } catch (reason) {
      error.value = explain(reason);
    }
    return opened.value;
  };
  const setItem = (item: Item): void => {
    const held = opened.value;
    if (held !== null) opened.value = { ...held, answer: { ...held.answer, item } };
    onItem(item);
  };
  usePoll(async () => {
    await reload();
  }, conv);
  return { opened, error, reload, setItem };
}
