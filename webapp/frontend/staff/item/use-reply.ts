// A reply on its way: sealed once, sent until the server has it, sealed anew only when the thread
// moved on. What is typed is dropped only after the server acknowledged it.

import { Problem, Unreachable } from "../api/http.ts";
import { t } from "../i18n/i18n.ts";
import { hourOf } from "../logic/time.ts";
import { draft } from "../store/drafts.ts";
import { api, open } from "../store/session.ts";
import { announce } from "../store/view.ts";
import { Told } from "../ui/explain.ts";
import { sealReply } from "../vault/conversation.ts";
import type { ConversationState, Opened } from "./use-conversation.ts";

const ATTEMPTS = 4;

export interface ReplyDraft {
  text: string;
  /** Sealed and sent without an answer: the same bytes go again, never others beside them. */
  pending: string | null;
}

export function replyDraft(conv: string) {
  return draft<ReplyDraft>(`reply:${conv}`, { text: "", pending: null });
}

function seal(opened: Opened, text: string): string {
  const { me, keyring } = open();
  const inner = {
    t: "text",
    low: [1, 1],
    at: hourOf(new Date()),
    body: text,
    name: me.displayName,
  };
  return sealReply(opened.conversation, inner, keyring);
}

type Outcome = "sent" | "again";

/** One try. "again" means that the thread moved on and the words have to be sealed anew. */
async function attempt(conv: string, opened: Opened): Promise<Outcome> {
  const held = replyDraft(conv);
  const envelope = held.value.pending ?? seal(opened, held.value.text);
  held.value = { ...held.value, pending: envelope };
  try {
    await api.reply(conv, envelope);
    held.value = { text: "", pending: null };
    return "sent";
  } catch (reason) {
    if (reason instanceof Unreachable) throw new Told("item.not-sent");
    if (!(reason instanceof Problem) || reason.status === 401) throw reason;
    // The server said no to these bytes, so they are not stored and may be dropped.
    held.value = { ...held.value, pending: null };
    if (reason.slug !== "out-of-step") throw reason;
    return "again";
  }
}

/** Send the draft of `conv`; raises with words where it could not, the draft stays. */
export async function sendReply(conv: string, state: ConversationState): Promise<void> {
  let opened = state.opened.value;
  for (let tries = 0; tries < ATTEMPTS && opened !== null; tries += 1) {
    const outcome = await attempt(conv, opened);
    opened = await state.reload();
    if (outcome === "sent") {
      announce(t("item.sent"));
      return;
    }
    const blocked = opened?.conversation.blocked ?? "";
    if (blocked !== "") throw new Told(`warning.${blocked}`);
  }
  throw new Told("item.out-of-step");
}
