// A row that is moved is drawn anew: whoever moves by keyboard goes on from the same button.

import { useEffect, useRef } from "preact/hooks";

/** Call what it gives before a row is moved; the buttons are `up-KEY` and `down-KEY`. */
export function useHeldButton(order: unknown): (key: string, by: 1 | -1) => void {
  const held = useRef("");
  useEffect(() => {
    const button = document.getElementById(held.current) as HTMLButtonElement | null;
    const other = held.current.replace(/^(up|down)/, (way) => (way === "up" ? "down" : "up"));
    (button?.disabled ? document.getElementById(other) : button)?.focus();
    held.current = "";
  }, [order]);
  return (key, by) => {
    held.current = `${by < 0 ? "up" : "down"}-${key}`;
  };
}
