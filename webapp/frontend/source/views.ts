// One address, one view at a time: showing another changes neither the address nor the history.
import { all, one } from "./dom.ts";
import { state } from "./state.ts";

/** Views to read, from which one goes back to where one was. */
const ASIDE = ["leaving", "know"];

export const viewOf = (name: string): HTMLElement => one(`[data-view="${name}"]`);

/** Focus on the heading, so that a screen reader begins there and not where a button was. */
export function focusHeading(root: HTMLElement): void {
  const heading = all("h1, h2", root).find((candidate) => candidate.offsetParent !== null);
  // Set here: in the page everybody's first visit would pay for it.
  if (heading) heading.tabIndex = -1;
  heading?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Told of every change of view, once a chat is loaded. */
let told: () => void = () => undefined;
export const onReveal = (tell: () => void): void => {
  told = tell;
};

/** Makes this the one view in sight, without moving the focus. */
export function reveal(name: string): void {
  for (const view of all("[data-view]")) view.hidden = view.dataset.view !== name;
  state.view = name;
  told();
}

export function show(name: string): void {
  if (ASIDE.includes(name) && !ASIDE.includes(state.view)) state.cameFrom = state.view;
  reveal(name);
  focusHeading(viewOf(name));
}
