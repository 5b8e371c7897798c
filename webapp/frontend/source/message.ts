// One message as the thread shows it: who, which day, and the words; nothing in it is ever markup.
import { answerList } from "./answers.ts";
import { copy, element, one, pageLanguage, text } from "./dom.ts";
import type { ShownMessage } from "./engine/protocol.ts";
import { whatIs } from "./files/what.ts";

/** The day in the reader's language; the hour stays out, whoever reads over the shoulder, unless asked for. */
export function dayOf(at: string, language: string, hour?: "numeric"): string {
  const moment = new Date(`${at}:00:00Z`);
  if (Number.isNaN(moment.getTime())) return "";
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", hour }).format(moment);
}

/** Who and when, after the caller's own words; a name stands apart, so that it cannot turn the rest. */
function headingOf({ direction, name, at }: ShownMessage, before = ""): (Node | string)[] {
  const who = direction === "S" ? text("thread.you") : name || text("thread.team");
  const day = dayOf(at, pageLanguage());
  return [before && `${before} · `, element("bdi", who), day && ` · ${day}`];
}

function contentOf({ kind, answers, text: words }: ShownMessage): Node[] {
  if (kind === "tip") {
    const list = document.createElement("dl");
    list.append(...answerList(answers));
    return [list];
  }
  if (kind === "files") {
    return words.split("\n").map((line) => element("p", `${whatIs(line)} · ${text("file.sent")}`));
  }
  return [element("p", kind === "text" ? words : text(`thread.${kind}`))];
}

/** An article for one message, under a heading of its own or of the caller's. */
export function messageCard(message: ShownMessage, heading?: string): HTMLElement {
  const card = copy("message");
  card.classList.add(message.direction === "S" ? "ours" : "theirs");
  one("h2", card).replaceChildren(...headingOf(message, heading));
  one("[data-words]", card).replaceChildren(...contentOf(message));
  const note = one("[data-note]", card);
  note.hidden = !message.byServer;
  note.textContent = message.byServer ? text("thread.by_server") : "";
  return card;
}
