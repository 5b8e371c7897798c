// One open case, live: fetched, opened, checked, its linked conversations unsealed for the timeline.

import { type Signal, useSignal } from "@preact/signals";
import { allPages } from "../../lib/pages.ts";
import { Problem } from "../api/http.ts";
import type { CaseDetail } from "../api/types.ts";
import { t } from "../i18n/i18n.ts";
import { dropCase } from "../search/case-index.ts";
import { keepCard } from "../search/keep-card.ts";
import { fetchAsked } from "../store/forms.ts";
import { api, open } from "../store/session.ts";
import { explain, Told } from "../ui/explain.ts";
import { usePoll } from "../ui/use-poll.ts";
import { linkHolds, type OpenedCase, openCase } from "../vault/case.ts";
import { type OpenedConversation, openConversation } from "../vault/conversation.ts";
import { openNotes } from "../vault/notes.ts";
import type { ReadRevision } from "../vault/read-records.ts";

export interface Linked {
  conv: string;
  conversation: OpenedConversation | null;
  /** Whether the case's own sealed word about the conversation agrees with the server's. */
  link: "holds" | "differs" | "missing" | "unknown";
  /** Private notes about it: for the timeline, and never part of what leaves. */
  notes: readonly ReadRevision[];
}

export interface CaseState {
  detail: CaseDetail;
  opened: OpenedCase;
  linked: ReadonlyMap<string, Linked>;
}

export interface UseCase {
  state: Signal<CaseState | null>;
  error: Signal<string>;
  reload: () => Promise<void>;
}

async function openLinked(conv: string, opened: OpenedCase): Promise<Linked> {
  try {
    const answer = await allPages((s, d) => api.conversation(conv, s, d), 0, 0);
    const { keyring } = open();
    const conversation = await openConversation(answer, keyring);
    await fetchAsked(conversation.messages);
    const main = opened.main?.current.inner ?? null;
    const notes = openNotes(answer.notes ?? null, conv, keyring).list;
    return { conv, conversation, link: linkHolds(main, conv, conversation), notes };
  } catch {
    return { conv, conversation: null, link: "unknown", notes: [] };
  }
}

/** A case as its screen has it, with the conversations that it came from. */
export async function readCase(detail: CaseDetail): Promise<CaseState> {
  const opened = openCase(detail, open().keyring);
  const linked = await Promise.all(
    detail.conversations.map((item) => openLinked(item.conv, opened)),
  );
  return { detail, opened, linked: new Map(linked.map((it) => [it.conv, it])) };
}

const isGone = (reason: unknown): boolean =>
  reason instanceof Problem && reason.slug === "not-found";

/** The case `id`, asked for again every few seconds. */
export function useCase(id: string): UseCase {
  const state = useSignal<CaseState | null>(null);
  const error = useSignal("");
  const reload = async (): Promise<void> => {
    try {
      const detail = await api.case(id);
      if (detail.case_id !== id) throw new Told("error.other-answer");
      const before = state.value?.detail;
      if (JSON.stringify(before) !== JSON.stringify(detail)) {
        state.value = await readCase(detail);
        void keepCard(state.value);
      }
      error.value = "";
    } catch (reason) {
      if (isGone(reason)) {
        state.value = null;
        dropCase(id);
      }
      error.value = isGone(reason) ? t("error.case-gone") : explain(reason);
    }
  };
  usePoll(reload, id);
  return { state, error, reload };
}
