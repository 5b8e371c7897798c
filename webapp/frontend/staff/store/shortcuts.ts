// Single keys as shortcuts: on unless this browser's user switched them off, never where one types.

import { signal } from "@preact/signals";
import { type Command, Shortcuts } from "../logic/shortcuts.ts";
import { browserPins } from "./pins.ts";
import { locked, phase } from "./session.ts";
import { DIRECTORY, go, START } from "./view.ts";

/** The choice of this browser. */
export const shortcutsOn = signal(true);
/** Whether the list of keys is shown. */
export const keysShown = signal(false);

/** What the screen that is shown does with a command; true where it did something. */
export type Handler = (command: Command) => boolean;

let handler: Handler = () => false;

/** The screen that is shown hears commands from now on; gives what ends that. */
export function hear(next: Handler): () => void {
  handler = next;
  return () => {
    if (handler === next) handler = () => false;
  };
}

/** Choose; kept in this browser. */
export async function switchShortcuts(on: boolean): Promise<void> {
  shortcutsOn.value = on;
  await browserPins.keepShortcuts(on);
}

const TICKED = ["checkbox", "button", "submit"];

/** Whether keys belong to what has the focus: a field, a list of choices, an open question. */
export function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog, [contenteditable], textarea, select") !== null) return true;
  return target instanceof HTMLInputElement && !TICKED.includes(target.type);
}

/** Bring the focus to where this screen is searched or filtered. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLElement>("[data-search] input, [data-search] summary");
  field?.focus();
  return field !== null;
}

function carryOut(command: Command): boolean {
  if (handler(command)) return true;
  switch (command) {
    case "help":
      keysShown.value = true;
      return true;
    case "search":
      return focusSearch();
    case "queue":
      go(START);
      return true;
    case "cases":
      go({ screen: "cases", status: "", page: 0 });
      return true;
    case "directory":
      go(DIRECTORY);
      return true;
    default:
      return false;
  }
}

/** Watch from now on. */
export function watchShortcuts(): void {
  const keys = new Shortcuts();
  document.addEventListener("keydown", (event) => {
    const away = phase.peek() !== "open" || locked.peek() || !shortcutsOn.peek();
    if (away || event.isComposing || event.repeat || isTaken(event.target)) return;
    if (document.querySelector("dialog[open]") !== null) return;
    const command = keys.press(event, event.timeStamp);
    if (command !== null && carryOut(command)) event.preventDefault();
  });
  void browserPins.shortcuts().then(
    (on) => {
      shortcutsOn.value = on;
    },
    () => undefined,
  );
}
