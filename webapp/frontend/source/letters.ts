// Letters and digits on the screen, for private words typed on a keyboard that has none of ours.
import { element, one } from "./dom.ts";

const KEYS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The field in the same view. */
const fieldOf = (button: Element) =>
  one<HTMLTextAreaElement>("textarea", button.closest("section") as HTMLElement);

function key(letter: string): HTMLElement {
  const made = element("button", letter) as HTMLButtonElement;
  made.type = "button";
  made.value = letter;
  made.dataset.do = "letter";
  return made;
}

/** Puts the keys where somebody opened them. */
export function drawLetters(fold: HTMLElement): void {
  const keys = one(".keys", fold);
  if (!keys.firstChild) keys.append(...[...KEYS].map(key));
}

/** One more letter at the end of what was typed, or one fewer. */
export function typeLetter(letter: string, button: Element): void {
  const field = fieldOf(button);
  field.value = letter ? field.value + letter : field.value.slice(0, -1);
}
