// Asks again every few seconds while the tab is visible; one question at a time, and of a server that
// is slow less often, so that those who ask do not keep it from coming back.

import { useEffect, useRef } from "preact/hooks";

export const POLL_MS = 5000;
const SLOWER = 4;
/** However slow it is, this often. */
const SELDOM_MS = 20_000;

/** The wait after an answer that took so long. */
export const paced = (pace: number, took: number): number =>
  Math.max(pace, Math.min(SLOWER * took, SELDOM_MS));

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
    let took = 0;
    const tick = async (): Promise<void> => {
      if (asking || ended) return;
      clearTimeout(timer);
      if (document.visibilityState === "visible") {
        asking = true;
        const began = performance.now();
        await latest.current();
        took = performance.now() - began;
        asking = false;
      }
      if (!ended) timer = setTimeout(tick, paced(rest.current, took));
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
