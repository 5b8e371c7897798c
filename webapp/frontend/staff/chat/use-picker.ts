// The state of "/": what is looked for, what was found, which one the arrows stand on.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/i18n.ts";
import { pickReplies, searchIn } from "../logic/pick-reply.ts";
import { loadShelf, shelf } from "../replies/shelf.ts";
import { announce } from "../store/view.ts";
import type { SavedReply } from "../vault/replies.ts";

export interface Picker {
  open: boolean;
  found: readonly SavedReply[];
  at: number;
  /** True where the key was meant for the list. */
  key: (event: KeyboardEvent) => boolean;
}

export function usePicker(
  text: string,
  spoken: string,
  onPick: (reply: SavedReply) => void,
): Picker {
  const at = useSignal(0);
  const closed = useSignal("");
  const search = searchIn(text);
  const open = search !== null && closed.value !== text;
  useEffect(() => {
    if (search !== null && shelf.peek() === null) void loadShelf().catch(() => null);
    at.value = 0;
  }, [search]);
  const found = open ? pickReplies(shelf.value?.replies ?? [], search, spoken) : [];
  const count = found.length;
  useEffect(() => {
    if (open) announce(t("replies.found", { count }));
  }, [open, count]);
  const move = (by: number): void => {
    at.value = (at.value + by + count) % Math.max(1, count);
  };
  const key = (event: KeyboardEvent): boolean => {
    if (!open) return false;
    const chosen = found[at.value];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape") closed.value = text;
    else if (event.key === "Enter" && chosen !== undefined) onPick(chosen);
    else return false;
    event.preventDefault();
    return true;
  };
  return { open, found, at: Math.min(at.value, Math.max(0, count - 1)), key };
}
