// The queue's own keys: from row to row, tick, claim. The focus is what moves, so Enter opens by itself.

import { useEffect, useRef } from "preact/hooks";
import type { Item } from "../api/types.ts";
import type { Command } from "../logic/shortcuts.ts";
import { hear } from "../store/shortcuts.ts";

interface Doing {
  tick: (item: Item) => void;
  claim: (item: Item) => void;
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".row[data-conv]")];

/** The row that has the focus, or holds what has it; else the one that is open beside the list. */
const here = (): HTMLElement | null =>
  document.activeElement?.closest<HTMLElement>(".row[data-conv]") ??
  document.querySelector<HTMLElement>(".row.current[data-conv]");

function move(step: 1 | -1): boolean {
  const all = rows();
  const now = here();
  const at = now === null ? (step === 1 ? -1 : all.length) : all.indexOf(now);
  const next = all[at + step];
  next?.querySelector<HTMLElement>(".row-open")?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return all.length > 0;
}

/** What a key does to the row that has the focus; true where it did something. */
function act(command: Command, item: Item | undefined, doing: Doing): boolean {
  if (item === undefined) return false;
  if (command === "tick") doing.tick(item);
  else if (command === "claim" && item.status === "waiting") doing.claim(item);
  return command === "tick" || command === "claim";
}

/** While the list is shown its keys work on `items`. */
export function useKeys(items: readonly Item[], doing: Doing): void {
  const latest = useRef({ items, doing });
  latest.current = { items, doing };
  useEffect(
    () =>
      hear((command: Command) => {
        if (command === "next") return move(1);
        if (command === "previous") return move(-1);
        const now = latest.current;
        const focused = now.items.find(({ conv }) => conv === here()?.dataset.conv);
        return act(command, focused, now.doing);
      }),
    [],
  );
}
