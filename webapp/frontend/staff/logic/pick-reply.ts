// Finding a saved reply: what is typed after "/" against titles and words, the person's language first.

import type { SavedReply } from "../vault/replies.ts";

export const MOST_SHOWN = 8;

const plain = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** What is looked for, or null where the text is not a search. */
export const searchIn = (text: string): string | null =>
  text.startsWith("/") && !text.includes("\n") ? text.slice(1) : null;

function rank({ language, title }: SavedReply, wanted: string, spoken: string): number {
  const fits = language.slice(0, 2) === spoken.slice(0, 2) ? 0 : 2;
  return fits + (plain(title).startsWith(wanted) ? 0 : 1);
}

/** The replies that fit, best first. */
export function pickReplies(
  replies: readonly SavedReply[],
  search: string,
  spoken: string,
): SavedReply[] {
  const wanted = plain(search.trim());
  return replies
    .filter(({ title, body }) => plain(`${title} ${body}`).includes(wanted))
    .map((reply) => ({ reply, order: rank(reply, wanted, spoken) }))
    .sort((a, b) => a.order - b.order || a.reply.title.localeCompare(b.reply.title))
    .slice(0, MOST_SHOWN)
    .map(({ reply }) => reply);
}
