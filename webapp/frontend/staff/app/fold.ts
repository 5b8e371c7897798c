// How the bar stays one row: where its places need a second one they go behind a button. How many
// there are depends on the role, and how long they are on the language, so it is looked at, not known.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

const FOLDED = "folded";

function fold(bar: HTMLElement): void {
  bar.classList.remove(FOLDED);
  const one = bar.lastElementChild;
  if (one === null) return;
  const isMore = bar.offsetHeight >= 2 * (one as HTMLElement).offsetHeight;
  bar.classList.toggle(FOLDED, isMore);
}

/** The bar is folded where it must be; looked at again when the window or any of these changes. */
export function useFold(bar: RefObject<HTMLElement | null>, ...changes: readonly unknown[]): void {
  useLayoutEffect(() => {
    const look = (): void => {
      if (bar.current !== null) fold(bar.current);
    };
    look();
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, changes);
}
