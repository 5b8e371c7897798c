// How the chat stands, in human words: who is there, how long it may take, and how news comes.
import { blockedText } from "../blocked.ts";
import { element, one, pageLanguage, say, text } from "../dom.ts";
import type { ChatMessage, ChatView, Way } from "../engine/chat-protocol.ts";
import type { Live } from "../engine/live.ts";
import { closedDays, hoursLines } from "./hours.ts";

function companyOf({ advocates, supervisors, interpreters }: Live): string[] {
  return [
    ...(advocates > 1 ? [text("chat.also.advocate")] : []),
    ...(supervisors > 0 ? [text("chat.also.supervisor")] : []),
    ...(interpreters > 0 ? [text("chat.also.interpreter")] : []),
  ];
}

/** It is over, and whether an advocate ever had it: what was written is in the queue all the same. */
const ended = (messages: readonly ChatMessage[]): string =>
  text(messages.some(({ direction }) => direction === "D") ? "chat.ended" : "chat.ended_early");

/** What is said until the chat is open; making the words takes a slow browser half a minute. */
export const opening = (isSlow: boolean): string[] => [
  text("chat.opening"),
  ...(isSlow ? [text("chat.opening.slow")] : []),
];

/** The sentences at the top; the first is the most important. */
export function standing(view: ChatView, over = false, isSlow = false): string[] {
  const { live, opened, messages, way } = view;
  if (!opened) return opening(isSlow && way !== "none");
  if (live === null) return [over ? ended(messages) : text("chat.later")];
  if (live.phase === "waiting") {
    if (live.lost) return [text("chat.lost")];
    return [text(live.onShift > 0 ? "chat.waiting" : "chat.nobody")];
  }
  // Said here too, where it is announced: nobody is put to rest without having been told.
  const idle = live.warned ? [`${text("idle.heading")} ${text("idle.hint")}`] : [];
  const company = live.phase === "live" ? companyOf(live) : [];
  return [text(`chat.${live.phase}`), ...company, ...idle];
}

/** What is honest to say about the wait; without anybody on shift there is no place in line. */
export function waitingFacts({ position, onShift, estimate }: Live): string[] {
  if (onShift === 0) return [];
  return [
    ...(position === null ? [] : [text("wait.place", { n: position })]),
    text("wait.here", { n: onShift }),
    estimate === null ? text("wait.unknown") : text("wait.about", { n: estimate }),
  ];
}

/** Sets the lines only where they changed, so that they are announced once. */
function sayOnce(place: HTMLElement, lines: readonly string[]): void {
  const wanted = lines.join("\n");
  if (place.dataset.said === wanted) return;
  place.dataset.said = wanted;
  say(place, ...lines);
}

export const drawOpening = (root: HTMLElement, isSlow: boolean): void =>
  sayOnce(one("[data-stands]", root), opening(isSlow));

/** A day, and in brackets what it is: in whatever direction that is written. */
function holiday([day, label]: readonly [string, string]): HTMLElement {
  const line = element("li", label === "" ? day : `${day} `);
  if (label !== "") line.append(element("bdi", `(${label})`));
  return line;
}

function drawHours(root: HTMLElement, { open, onShift }: Live): void {
  const place = one("[data-hours]", root);
  place.hidden = onShift > 0;
  const lines = open ? hoursLines(open, pageLanguage(), Date.now()) : [];
  one("h2", place).hidden = lines.length === 0;
  one("[data-open]", place).replaceChildren(...lines.map((line) => element("li", line)));
  const closed = open ? closedDays(open, pageLanguage()) : [];
  one("[data-closed]", place).hidden = closed.length === 0;
  one("[data-holidays]", place).replaceChildren(...closed.map(holiday));
}

function drawWaiting(root: HTMLElement, live: Live | null): void {
  const waits = one("[data-waits]", root);
  const waiting = live?.phase === "waiting" ? live : null;
  waits.hidden = waiting === null;
  if (waiting === null) return;
  const facts = waitingFacts(waiting).map((fact) => element("li", fact));
  one("[data-facts]", waits).replaceChildren(...facts);
  drawHours(waits, waiting);
}

const wayText = (way: Way): string =>
  way.includes("-") ? blockedText(way) : text(`chat.way.${way}`);

export function drawStanding(
  root: HTMLElement,
  view: ChatView,
  over: boolean,
  isSlow: boolean,
): void {
  const { live, way } = view;
  sayOnce(one("[data-stands]", root), standing(view, over, isSlow));
  const quiet = way === "line" || way === "opening";
  sayOnce(one("[data-way]", root), quiet ? [] : [wayText(way)]);
  drawWaiting(root, live);
  const warnings = one(".warnings", root);
  warnings.hidden = view.warnings.length === 0;
  sayOnce(
    one("[data-warned]", warnings),
    view.warnings.map((code) => text(`warn.${code}`)),
  );
  one("[data-by-server]", root).hidden = !view.serverOpened;
}
