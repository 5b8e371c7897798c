// The messages on the screen: each stays the element it was, so that a screen reader hears only what is new.
import { answerList } from "../answers.ts";
import { copy, element, one, pageLanguage, text } from "../dom.ts";
import type { ChatMessage } from "../engine/chat-protocol.ts";
import { whatIs } from "../files/what.ts";
import { dayOf } from "../message.ts";

const NOTES = ["joined", "left", "end", "safe_word"];

/** The words of an answer: a choice in the reader's language, or as it was typed. */
export function spoken(question: string, answer: string): string {
  if (answer === "yes" || answer === "no") return text(`value.${answer}`);
  if (question === "language") {
    if (answer === "other") return text("ask.language.other");
    return new Intl.DisplayNames([pageLanguage()], { type: "language" }).of(answer) ?? answer;
  }
  const region = answer.toLowerCase();
  return question === "region" && REGIONS.includes(region) ? text(`ask.region.${region}`) : answer;
}

export const REGIONS = ["northeast", "midwest", "south", "west", "elsewhere"];
const OWN_QUESTIONS = ["language", "danger_now", "minor", "region"];

function questionText(id: string, messages: readonly ChatMessage[]): string {
  if (OWN_QUESTIONS.includes(id)) return text(`ask.${id}`);
  return messages.find(({ kind, question }) => kind === "question" && question === id)?.text ?? "";
}

function noteText({ kind, direction, question }: ChatMessage): string {
  if (kind === "safe_word") return text("chat.note.safe_word");
  if (kind === "end") return text(`chat.note.end.${direction === "S" ? "us" : "them"}`);
  const known = question === "supervisor" || question === "interpreter" ? question : "partner";
  return text(`chat.note.${kind}.${known}`);
}

function noteCard(message: ChatMessage): HTMLElement {
  const note = element("p", noteText(message));
  note.className = "note";
  if (message.name && message.direction === "D") note.append(" · ", element("bdi", message.name));
  return note;
}

function contentOf(message: ChatMessage, messages: readonly ChatMessage[]): Node[] {
  const { kind, answers, question } = message;
  if (kind === "tip") {
    const list = document.createElement("dl");
    list.append(...answerList(answers));
    return [list];
  }
  if (kind === "answer") {
    const asked = element("p", questionText(question, messages));
    asked.className = "small";
    return [asked, element("p", spoken(question, message.text))];
  }
  if (kind === "files") return message.text.split("\n").map((line) => element("p", whatIs(line)));
  const shown =
    kind === "unreadable" || kind === "unsupported" ? text(`thread.${kind}`) : message.text;
  return [element("p", shown)];
}

function card(message: ChatMessage, messages: readonly ChatMessage[]): HTMLElement {
  if (NOTES.includes(message.kind)) return noteCard(message);
  const { direction, name, byServer } = message;
  const made = copy("said");
  made.classList.add(direction === "S" ? "ours" : "theirs");
  one("[data-who]", made).textContent =
    direction === "S" ? text("thread.you") : name || text("thread.team");
  one("[data-words]", made).replaceChildren(...contentOf(message, messages));
  if (byServer) made.append(element("p", text("thread.by_server")));
  return made;
}

/** How far a message got, changed in place: an announcement of each step would drown the words. */
function drawStatus(shown: HTMLElement, { status, direction }: ChatMessage): void {
  const place = shown.querySelector<HTMLElement>("[data-status]");
  if (place) place.textContent = direction === "S" && status ? text(`chat.status.${status}`) : "";
  shown.classList.toggle("waits", status === "sending" || status === "kept");
}

/** The day stands at the first message of each. */
function drawDay(shown: HTMLElement, message: ChatMessage, before: ChatMessage | undefined): void {
  const place = shown.querySelector<HTMLElement>("[data-day]");
  const day = dayOf(message.at, pageLanguage());
  const isNew = before !== undefined && day !== dayOf(before.at, pageLanguage());
  if (place) place.textContent = isNew && before.at && day ? `· ${day}` : "";
}

/** Draws the messages into the log; what is there already is not touched. */
export function drawLog(
  log: HTMLElement,
  cards: Map<string, HTMLElement>,
  messages: readonly ChatMessage[],
): void {
  const keys = new Set(messages.map(({ key }) => key));
  for (const [key, shown] of cards) {
    if (keys.has(key)) continue;
    shown.remove();
    cards.delete(key);
  }
  messages.forEach((message, i) => {
    const shown = cards.get(message.key) ?? card(message, messages);
    cards.set(message.key, shown);
    drawStatus(shown, message);
    drawDay(shown, message, messages[i - 1]);
    if (log.children[i] !== shown) log.insertBefore(shown, log.children[i] ?? null);
  });
}
