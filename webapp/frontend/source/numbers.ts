// The phone numbers stand in the page once, where they are needed most; and why nothing can be sent.
import { copy, one, text } from "./dom.ts";
import { Stop, type StopCode } from "./engine/protocol.ts";
import { state } from "./state.ts";

const moveNumbers = (place: HTMLElement) => place.append(one("#call"));

/** The script runs: doors instead of the block that stood there before. */
export function markReady(): void {
  one("#until").hidden = true;
  one("#foot").hidden = false;
  moveNumbers(one("#beside"));
}

/** Says that nothing can be sent, why, and whom to call; what was typed stays. */
export function showStopped(code: StopCode): void {
  if (!document.body.firstChild) return; // the page was left, and stays blank
  state.stopped = code;
  const notice = copy("stop");
  one("[data-reason]", notice).textContent = text(`stop.${code}`);
  // First the numbers, then the notice: they may stand in an earlier one, which now goes.
  moveNumbers(one("[data-numbers]", notice));
  one("#stopped").replaceChildren(notice);
  one("h2", notice).focus();
}

export function clearStopped(): void {
  state.stopped = null;
  moveNumbers(one("#beside"));
  one("#stopped").replaceChildren();
}

/** Turns whatever the engine threw into its reason on the page. */
export function stopWith(error: unknown): void {
  showStopped(error instanceof Stop ? error.code : "broken");
}
