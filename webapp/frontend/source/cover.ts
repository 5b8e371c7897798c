// The screen covers itself when nobody looks at it; one tap lifts the cover, or a number where somebody set one.
import { digits } from "../lib/digits.ts";
import { all, one, text } from "./dom.ts";
import { leave } from "./exit.ts";
import { state } from "./state.ts";
import { focusHeading, reveal, viewOf } from "./views.ts";

const IDLE = 120_000; // milliseconds, as the page about leaving says
const LEAST = 4;
const TRIES = 5;
const NEAR = 160; // pixels from the end within which a chat is followed
/** What lies under the cover. */
const UNDER = "body > :not(header, #cover, [hidden])";
/** What somebody who is there does; a screen reader presses a button by a click alone. */
const SIGNS = ["pointerdown", "keydown", "click", "input", "scroll"];

const page = document.documentElement;
const field = () => one<HTMLInputElement>("#pin");
/** Where the person was, who comes back to the same place. */
let before: HTMLElement | null = null;
let place = 0;
let follows = false;
let under: HTMLElement[] = [];
let wrong = 0;

/** Not there at all for the browser: its reader view takes whatever only the stylesheet hides. */
function hide(hidden: boolean): void {
  for (const each of under) each.hidden = hidden;
  for (const each of all(".danger")) each.ariaHidden = hidden ? "true" : null;
}

export function cover(): void {
  if (page.dataset.covered || !document.body.firstChild) return;
  before = document.activeElement as HTMLElement | null;
  place = scrollY;
  follows = state.view === "chat" && page.scrollHeight - place - innerHeight < NEAR;
  page.dataset.covered = state.pin ? "pin" : "tap";
  under = all(UNDER);
  hide(true);
  if (state.pin) field().focus();
  else one("#cover button").focus();
}

function refuse(): void {
  wrong++;
  one("#cover .error").textContent = text("cover.wrong");
  if (wrong >= TRIES) leave();
  else field().focus();
}

export function lift(): void {
  const { value } = field();
  field().value = "";
  if (digits(value) !== state.pin) {
    refuse();
    return;
  }
  wrong = 0;
  one("#cover .error").textContent = "";
  delete page.dataset.covered;
  hide(false);
  reveal(state.view); // a chat tells the desk only now that what came meanwhile is on the screen
  // What was asked for may have come meanwhile, and shows something else.
  if (before && before !== document.body && before.offsetParent === null) {
    focusHeading(viewOf(state.view));
    return;
  }
  before?.focus({ preventScroll: true });
  scrollTo(0, follows ? page.scrollHeight : place);
}

/** From now on the cover is lifted by the number that was typed; an empty one takes it away. */
export function setPin(): void {
  const typed = one<HTMLInputElement>("#new-pin");
  const pin = digits(typed.value);
  const short = pin.length < LEAST && pin !== "";
  if (!short) state.pin = pin;
  typed.value = "";
  const said = short ? "short" : pin ? "is_set" : "none";
  one("[data-pin]").textContent = text(`cover.${said}`);
}

/** To a browser's undo all fields are one: it would take back what was typed under the cover. */
function keepTyped(event: InputEvent): void {
  if (page.dataset.covered && event.inputType.startsWith("history")) event.preventDefault();
}

/** Once the page is ready: it covers itself when it is hidden, or when nothing is done for a while. */
export function wireCover(): void {
  let idle = setTimeout(cover, IDLE);
  const restart = () => {
    clearTimeout(idle);
    idle = setTimeout(cover, IDLE);
  };
  for (const sign of SIGNS) addEventListener(sign, restart, { capture: true, passive: true });
  addEventListener("beforeinput", keepTyped);
  document.addEventListener("visibilitychange", () => document.hidden && cover());
}
