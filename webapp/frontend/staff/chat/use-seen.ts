// Tells the person's side how far the chat was shown here: to whoever is in it, in a visible tab.

import { useEffect } from "preact/hooks";
import { hearing, mention } from "../live/line.ts";
import type { Talk } from "../live/talk.ts";

export function useSeen(talk: Talk, isIn: boolean): void {
  const seq = talk.opened.value?.answer.s.seq ?? 0;
  useEffect(() => {
    if (!isIn || seq === 0) return;
    const tell = (): void => {
      if (document.visibilityState === "visible") mention("seen", { conv: talk.conv, s: seq });
    };
    tell();
    const stop = hearing("opened", tell);
    document.addEventListener("visibilitychange", tell);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", tell);
    };
  }, [talk, isIn, seq]);
}
