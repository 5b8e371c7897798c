// Asks again every few seconds while the tab is visible; one question at a time.

import { useEffect, useRef } from "preact/hooks";

export const POLL_MS = 5000;

/** Call `ask` at once and every `pace` ms while visible, and at once when `key` changes. */
export function usePoll(ask: () => Promise<void>, key: string, pace = POLL_MS): void {
  const latest = useRef(ask);
  latest.current = ask;
  const rest = useRef(pace);
  rest.current = pace;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    let asking = false;
    const tick = async (): Promise<void> => {
      if (asking || ended) return;
      clearTimeout(timer);
      if (document.visibilityState === "visible") {
        asking = true;
        await latest.current();
        asking = false;
      }
      if (!ended) timer = setTimeout(tick, rest.current);
    };
    const woken = (): void => void tick();
    document.addEventListener("visibilitychange", woken);
    void tick();
    return () => {
      ended = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", woken);
    };
  }, [key]);
}
