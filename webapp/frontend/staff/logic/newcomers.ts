// Which items of a fresh queue answer deserve an announcement.

import type { Item } from "../api/types.ts";

/** The conversations that were not shown before, or whose person wrote again since. */
export function newcomers(before: readonly Item[], after: readonly Item[]): string[] {
  const seen = new Map(before.map((item) => [item.conv, item.s_seq]));
  return after.filter((item) => (seen.get(item.conv) ?? -1) < item.s_seq).map((item) => item.conv);
}

/** The same without chats that wait: whoever has room is alerted to those, and one must not drown the other. */
export function withoutWaitingChats(convs: readonly string[], items: readonly Item[]): string[] {
  const waiting = items.filter(({ live }) => live?.phase === "waiting").map(({ conv }) => conv);
  return convs.filter((conv) => !waiting.includes(conv));
}
