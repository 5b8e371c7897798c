// The browser's Back and Forward lead through the desk's own screens. The address stays `/`, and the
// history keeps a number and nothing else; which screen it means is in memory.

import { go, START, type View, view } from "./view.ts";

interface Step {
  desk: number;
}

let screens: View[] = [START];
let at = 0;
let stepping = false;

const isStep = (state: unknown): state is Step =>
  typeof (state as Partial<Step> | null)?.desk === "number";

function remember(next: View): void {
  if (stepping || next === screens[at]) return;
  screens = [...screens.slice(0, at + 1), next];
  at += 1;
  history.pushState({ desk: at } satisfies Step, "");
}

function stepTo(number: number): void {
  const target = screens[number];
  if (target === undefined) return;
  at = number;
  stepping = true;
  go(target);
  stepping = false;
}

/** Follow the screens from now on. */
export function followBack(): void {
  history.replaceState({ desk: 0 } satisfies Step, "");
  view.subscribe(remember);
  window.addEventListener("popstate", ({ state }) => stepTo(isStep(state) ? state.desk : 0));
}

/** After sign-out the screens of before lead nowhere. */
export function forgetBack(): void {
  screens = screens.map(() => START);
}
