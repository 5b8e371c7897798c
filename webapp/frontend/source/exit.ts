// The quick exit: blank at once, then the engine and its keys end, the server clears, and the page leaves.
import { endEngine } from "./engine-client.ts";
import { shiftTaps } from "./shift-taps.ts";
import { forgetAll } from "./state.ts";

/** Nothing is left on the page or in memory; title and address were bland all along. */
export function wipe(): void {
  document.body.replaceChildren();
  endEngine();
  forgetAll();
}

export function leave(): void {
  const { exit = "/" } = document.documentElement.dataset;
  wipe();
  // Kept alive past this page; whether it gets through must not hold up the leaving.
  fetch("/api/v1/end", { method: "POST", keepalive: true }).catch(() => undefined);
  location.replace(exit);
}

/** Everything by which the page can be left, wired before anything else. */
export function wireExit(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element | null;
    if (!target?.closest(".exit")) return;
    event.preventDefault();
    leave();
  });
  const taps = shiftTaps(leave);
  addEventListener("keydown", (event) => taps.down(event), true);
  addEventListener("keyup", (event) => taps.up(event), true);
  addEventListener("pointerdown", () => taps.pointer(), true);
  addEventListener("pagehide", wipe);
  // Kept by the browser for its Back button, the page comes back blank, and goes on to leave.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) leave();
  });
}
