// An introduction becomes a draft in the person's own conversation; the advocate reads it and sends it.

import type { Item } from "../api/types.ts";
import { openOrganisation } from "../directory/documents.ts";
import { filled, type Language } from "../i18n/i18n.ts";
import { wordsIn } from "../i18n/switch.ts";
import { replyDraft } from "../item/use-reply.ts";
import { introduction } from "../logic/introduction.ts";
import type { ReleaseWords } from "../logic/packet.ts";
import { draft } from "../store/drafts.ts";
import { go } from "../store/view.ts";

/** Whether somebody is, or may soon be, at the other end. */
const isChat = ({ live }: Item): boolean => live !== null && live.phase !== "ended";

/** The introduction of a release's organisation, in the person's language. */
export async function introductionOf(
  words: ReleaseWords,
  item: Item,
  lang: Language,
): Promise<string> {
  const [organisation, catalogue] = await Promise.all([
    openOrganisation(words.organisation),
    wordsIn(lang),
  ]);
  const { name, greeting = "" } = words;
  const phones = organisation?.main.phones ?? [];
  return introduction({ name, phones, greeting, live: isChat(item) }, (id, values = {}) =>
    filled(catalogue[id] ?? id, values),
  );
}

/** Conversations of a case in which somebody outside can still be written to. */
export const canBeIntroduced = ({ status }: Item): boolean =>
  status !== "closed" && status !== "quarantined";

/** Put the words behind whatever was typed there already, and go there. */
export function bringToConversation(item: Item, text: string): void {
  const after = (typed: string): string => (typed.trim() === "" ? text : `${typed}\n${text}`);
  if (isChat(item)) {
    const typed = draft(`chat:${item.conv}`, "");
    typed.value = after(typed.value);
  } else {
    const held = replyDraft(item.conv);
    if (held.value.pending === null) held.value = { text: after(held.value.text), pending: null };
  }
  go({ screen: "queue", tab: "all", page: 0, conv: item.conv });
}
