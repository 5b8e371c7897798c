// The page outside wakes up: the exit first, the doors last, so that a broken script leaves the numbers in sight.
import { openSent, openThread } from "./back.ts";
import { chatNow } from "./chatting.ts";
import { all } from "./dom.ts";
import type { Door } from "./engine/protocol.ts";
import { wireExit } from "./exit.ts";
import { changeLanguage } from "./language.ts";
import { chatPart } from "./more.ts";
import { clearStopped, markReady, showStopped } from "./numbers.ts";
import { tryNow } from "./retrying.ts";
import { drawSending, send, warmUp } from "./sending.ts";
import { state } from "./state.ts";
import {
  closeThread,
  drawThread,
  refresh,
  removeWayBack,
  showRemoval,
  toggleEarlier,
  write,
} from "./thread.ts";
import { drawTip, goTo, move, openDoor } from "./tip.ts";
import { reveal, show } from "./views.ts";
import { drawWords, finishWords, practise } from "./words.ts";

/** Every button by the name in its `data-do`, with its value. */
const deeds: Readonly<Record<string, (value: string) => unknown>> = {
  view: (name) => show(name),
  "view-back": () => show(state.cameFrom),
  language: (code) => changeLanguage(code, redraw),
  door: (door) => {
    openDoor(door as Door);
    return warmUp();
  },
  next: () => move(1),
  previous: () => move(-1),
  "to-end": () => goTo("review"),
  change: (step) => goTo(step),
  send: () => chatPart()?.takesTip() || send(),
  "chat-now": chatNow,
  "try-now": tryNow,
  "start-again": () => {
    clearStopped();
    return state.chat ? chatPart()?.again() : warmUp();
  },
  practise,
  done: () => finishWords(false),
  see: openSent,
  open: openThread,
  refresh,
  earlier: toggleEarlier,
  write,
  close: () => closeThread("home"),
  "remove-ask": () => showRemoval(true),
  "remove-keep": () => showRemoval(false),
  remove: removeWayBack,
};

/** Draws again all that the script had drawn, in the page's new language. */
function redraw(): void {
  markReady();
  if (state.stopped !== null) showStopped(state.stopped);
  reveal(state.view);
  drawTip();
  drawSending();
  drawWords();
  drawThread();
  chatPart()?.redraw();
}

function onClick(event: MouseEvent): void {
  const button = (event.target as Element | null)?.closest<HTMLButtonElement>("[data-do]");
  if (!button) return;
  const { do: name = "" } = button.dataset;
  (deeds[name] ?? chatPart()?.deeds[name])?.(button.value);
}

/** Enter goes on, where a line or the private words are typed; in longer text it is a new line. */
function onEnter(event: KeyboardEvent): void {
  const field = event.target as HTMLElement;
  const oneLine = field.matches("input, #practice, #receipt");
  if (event.key !== "Enter" || event.isComposing || !oneLine) return;
  event.preventDefault();
  all(".go", field.closest("[data-view]") ?? document)
    .find((button) => button.offsetParent !== null)
    ?.click();
}

function onInput({ target }: Event): void {
  if ((target as Element).closest('[data-view="tip"]')) drawTip();
}

wireExit();
document.addEventListener("click", onClick);
document.addEventListener("keydown", onEnter);
document.addEventListener("input", onInput);
addEventListener("online", tryNow);

redraw();
