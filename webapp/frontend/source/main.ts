// The page outside wakes up: the exit first, the doors last, so that a broken script leaves the numbers in sight.
import { openSent, openThread } from "./back.ts";
import { chatNow } from "./chatting.ts";
import { cover, lift, setPin, wireCover } from "./cover.ts";
import { all } from "./dom.ts";
import type { Door } from "./engine/protocol.ts";
import { wireExit } from "./exit.ts";
import { openFiles } from "./filing.ts";
import { openKnow } from "./know.ts";
import { changeLanguage } from "./language.ts";
import { drawLetters, typeLetter } from "./letters.ts";
import { clearStopped, markReady, showStopped } from "./numbers.ts";
import * as parts from "./parts.ts";
import { tryNow } from "./retrying.ts";
import { drawSending, noWait, send, warmUp } from "./sending.ts";
import { state } from "./state.ts";
import { drawTip, goTo, move, openDoor } from "./tip.ts";
import { reveal, show } from "./views.ts";
import { drawWords, finishWords, practise } from "./words.ts";

/** Every button by the name in its `data-do`, with its value. */
const deeds: Readonly<Record<string, (value: string, button: Element) => unknown>> = {
  view: (name) => show(name),
  "view-back": () => show(state.cameFrom),
  know: openKnow,
  cover,
  lift,
  "set-pin": setPin,
  letter: typeLetter,
  language: (code) => changeLanguage(code, redraw),
  door: (door) => {
    openDoor(door as Door);
    if (door === "ask_something") parts.fetchAsked().then(drawTip);
    return warmUp();
  },
  next: () => move(1),
  previous: () => move(-1),
  "to-end": () => goTo("review"),
  change: (step) => goTo(step),
  send: () => parts.chat.part?.takesTip() || send(),
  "chat-now": chatNow,
  files: openFiles,
  "try-now": tryNow,
  "no-wait": noWait,
  "start-again": () => {
    clearStopped();
    return state.chat ? parts.chat.part?.again() : warmUp();
  },
  practise,
  done: () => finishWords(false),
  see: openSent,
  open: openThread,
};

/** Draws again all that the script had drawn, in the page's new language. */
function redraw(): void {
  markReady();
  if (state.stopped !== null) showStopped(state.stopped);
  reveal(state.view);
  drawTip();
  drawSending();
  drawWords();
  for (const { part } of parts.scripted) part?.redraw();
}

function onClick(event: MouseEvent): void {
  const button = (event.target as Element | null)?.closest<HTMLButtonElement>("[data-do]");
  if (!button) return;
  const { do: name = "" } = button.dataset;
  const known = [deeds, ...parts.scripted.map(({ part }) => part?.deeds)];
  known.find((some) => some?.[name])?.[name]?.(button.value, button);
}

/** Enter goes on, where a line or the private words are typed; in longer text it is a new line. */
function onEnter(event: KeyboardEvent): void {
  const field = event.target as HTMLElement;
  const oneLine = field.matches("input, #practice, #receipt");
  if (event.key !== "Enter" || event.isComposing || !oneLine) return;
  event.preventDefault();
  all(".go", field.closest("[data-view], #cover") ?? document)
    .find((button) => button.offsetParent !== null)
    ?.click();
}

function onInput({ target }: Event): void {
  if ((target as Element).closest('[data-view="tip"]')) drawTip();
}

/** Somebody opened a fold: the letters are drawn only for whoever asks for them. */
function onOpened(fold: HTMLElement): void {
  if (fold.matches(".letters")) drawLetters(fold);
}

wireExit();
document.addEventListener("click", onClick);
document.addEventListener("keydown", onEnter);
document.addEventListener("input", onInput);
document.addEventListener("toggle", ({ target }) => onOpened(target as HTMLElement), true);
addEventListener("online", tryNow);

redraw();
wireCover();
