// The chosen files as a list: each keeps its element, so that the focus stays and a reader hears no list twice.
import { all, copy, one, text } from "../dom.ts";
import type { Item } from "./page.ts";
import { mayStay, percent, takenOut, titleOf } from "./saying.ts";

/** What stands under a file: what is taken out of it, what may stay, or how it stands. */
function lineOf({ state, looked, choice, of, why }: Item): string {
  if (state === "refused") return text(`files.why.${why}`);
  if (state === "looking" || looked === null) return text("files.looking");
  if (state === "sent") return text("thread.sent");
  if (state === "sending") return "";
  if (state === "waiting") return text(of === "tip" ? "files.with_tip.waits" : "files.waits");
  if (choice.asIs) return text("files.as_is.chosen");
  if (looked.removed) return takenOut(looked.removed);
  return looked.why ? text("files.warn.unclean") : mayStay(looked.kind);
}

/** What removing it means right now; once everything has arrived there is nothing left to stop. */
function dropText({ state, done, length }: Item): string {
  if (state === "sent" || (state === "sending" && done > 0 && done === length)) return "";
  if (state === "asks") return text("files.dont");
  return text(state === "sending" ? "files.stop" : "files.remove");
}

function drawButton(card: HTMLElement, name: string, label: string, { id }: Item, about: string) {
  const button = one<HTMLButtonElement>(`[data-do="${name}"]`, card);
  button.hidden = label === "";
  button.value = String(id);
  button.textContent = label;
  button.setAttribute("aria-label", `${label}: ${about}`);
}

function drawEvidence(card: HTMLElement, { id, looked, state, choice }: Item): void {
  const offered = state === "ready" && looked?.tells === true;
  one("label", card).hidden = !offered;
  const box = one<HTMLInputElement>("input", card);
  box.value = String(id);
  box.checked = choice.evidence;
}

function drawProgress(card: HTMLElement, { state, done, length }: Item): void {
  const bar = one<HTMLProgressElement>("progress", card);
  const isOn = state === "sending";
  bar.parentElement?.toggleAttribute("hidden", !isOn);
  bar.max = length || 1;
  bar.value = done;
  one("[data-percent]", card).textContent = isOn ? percent(done / (length || 1)) : "";
}

function draw(card: HTMLElement, item: Item, number: number): void {
  const { file, state, looked } = item;
  const title = titleOf(looked?.kind, file.size);
  const about = `${number}. ${title}`;
  one("h2", card).textContent = title;
  // Once it is sent nobody needs its name on the screen any more.
  one("[data-name]", card).textContent = state === "sent" ? "" : file.name;
  const line = one("[data-line]", card);
  line.textContent = lineOf(item);
  line.className = state === "refused" ? "error" : "hint";
  drawEvidence(card, item);
  drawProgress(card, item);
  one("progress", card).setAttribute("aria-label", about);
  drawButton(card, "files-as-is", state === "asks" ? text("files.as_is") : "", item, about);
  drawButton(card, "files-again", againText(item), item, about);
  drawButton(card, "files-drop", dropText(item), item, about);
  one(".ways", card).hidden = all("button", card).every(({ hidden }) => hidden);
}

const againText = ({ state, why }: Item): string =>
  state === "refused" && why !== "file-too-large" && why !== "gone" ? text("send.again") : "";

/** Draws the list; what is there already is changed in place. */
export function drawCards(list: HTMLElement, items: readonly Item[]): void {
  const known = new Map(all("li", list).map((card) => [card.dataset.id, card]));
  items.forEach((item, i) => {
    const id = String(item.id);
    const card = known.get(id) ?? copy("file");
    card.dataset.id = id;
    known.delete(id);
    if (list.children[i] !== card) list.insertBefore(card, list.children[i] ?? null);
    draw(card, item, i + 1);
  });
  for (const card of known.values()) card.remove();
}
