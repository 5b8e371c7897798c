// One question at a time, over the place to write: each is one tap, and each can be left alone.
import { copy, element, one, text } from "../dom.ts";
import type { ChatMessage, ChatView } from "../engine/chat-protocol.ts";
import { REGIONS, spoken } from "./log.ts";
import { type ChatPage, isOver } from "./page.ts";

interface Choice {
  label: string;
  deed: string;
  value: string;
}

export interface Card {
  /** While this stays the same, the card is not drawn again. */
  key: string;
  before: string;
  heading: string;
  /** Whose words these are: not the page's, so they keep their own direction. */
  quoted: boolean;
  choices: Choice[];
}

const WAITING = ["language", "danger_now", "minor", "region"] as const;
const LANGUAGES = ["en", "es", "ar"];
const CHOICES: Readonly<Record<(typeof WAITING)[number], readonly string[]>> = {
  language: [...LANGUAGES, "other"],
  danger_now: ["yes", "no"],
  minor: ["yes", "no"],
  region: REGIONS,
};

/** In its own language, so that who needs it recognises it. */
function nameOf(question: string, value: string): string {
  if (question !== "language" || value === "other") return spoken(question, value);
  return new Intl.DisplayNames([value], { type: "language" }).of(value) ?? value;
}

const answer = (question: string, value: string, label: string): Choice => ({
  label,
  deed: "chat-answer",
  value: `${question}:${value}`,
});

function waitingCard(question: (typeof WAITING)[number]): Card {
  const choices = CHOICES[question].map((value) =>
    answer(question, value, nameOf(question, value)),
  );
  return {
    key: `wait-${question}`,
    // What we may have to report stands before the question about age, always.
    before: question === "minor" ? text("start.report") : "",
    heading: text(`ask.${question}`),
    quoted: false,
    choices: [...choices, { label: text("form.skip"), deed: "chat-skip", value: question }],
  };
}

function askedCard({ question, text: words, choices }: ChatMessage): Card {
  const offered = choices.length > 0 ? choices : ["yes", "no"];
  return {
    key: `asked-${question}`,
    before: "",
    heading: words,
    quoted: true,
    choices: [
      ...offered.map((value) => answer(question, value, spoken(question, value))),
      { label: text("form.skip"), deed: "chat-skip", value: question },
    ],
  };
}

const idleCard = (): Card => ({
  key: "idle",
  before: text("idle.hint"),
  heading: text("idle.heading"),
  quoted: false,
  choices: [{ label: text("idle.stay"), deed: "chat-stay", value: "" }],
});

const restCard = (): Card => ({
  key: "rest",
  before: "",
  heading: text("idle.body"),
  quoted: false,
  choices: [{ label: text("rest.go"), deed: "chat-stay", value: "" }],
});

const wordsCard = (): Card => ({
  key: "offer",
  before: text("offer.body"),
  heading: text("offer.heading"),
  quoted: false,
  choices: [
    { label: text("chat.words"), deed: "chat-words", value: "" },
    { label: text("offer.later"), deed: "words-later", value: "" },
  ],
});

/** Said where the person looks, above the place to write: the top may be off the screen by now. */
const lostCard = (): Card => ({
  key: "lost",
  before: "",
  heading: text("chat.lost"),
  quoted: false,
  choices: [],
});

const answeredIn = ({ messages }: ChatView) =>
  new Set(
    messages
      .filter(({ kind, direction }) => kind === "answer" && direction === "S")
      .map(({ question }) => question),
  );

/** The one question that stands there now; `quiet`: nobody wrote for a while. */
export function cardFor(chat: ChatPage, view: ChatView, quiet: boolean): Card | null {
  const { live, messages } = view;
  const answered = answeredIn(view);
  const isOpen = (question: string) => !answered.has(question) && !chat.past.includes(question);
  const asked = messages.find(
    ({ kind, direction, question }) => kind === "question" && direction === "D" && isOpen(question),
  );
  if (isOver(chat, view)) return null;
  if (asked) return askedCard(asked);
  const isLater = live === null && view.opened && !chat.past.includes("later");
  if (live?.phase === "resting" || isLater) return restCard();
  if (live?.warned) return idleCard();
  if (live?.phase === "waiting" && live.lost) return lostCard();
  const asks = (question: string) => isOpen(question) && question !== text("unasked");
  const next = live?.phase === "waiting" ? WAITING.find(asks) : undefined;
  if (next) return waitingCard(next);
  return quiet && view.hasWords && view.sent.length > 0 && !chat.offered ? wordsCard() : null;
}

/** Draws the card where it is another one; true if the person had tapped the one before. */
export function drawCard(place: HTMLElement, card: Card | null): boolean {
  const key = card?.key ?? "";
  if (place.dataset.key === key) return false;
  const hadFocus = place.contains(document.activeElement);
  place.dataset.key = key;
  place.replaceChildren(...(card ? [made(card)] : []));
  // Whoever tapped here goes on here; nobody else is moved.
  if (hadFocus) (place.querySelector("h2") ?? one("#log")).focus({ preventScroll: true });
  return hadFocus;
}

function made({ before, heading, quoted, choices }: Card): HTMLElement {
  const box = copy("question");
  const head = one("[data-question]", box);
  one("[data-before]", box).textContent = before;
  head.textContent = heading;
  if (quoted) head.dir = "auto";
  one("[data-choices]", box).append(
    ...choices.map(({ label, deed, value }) => {
      const button = element("button", label) as HTMLButtonElement;
      button.type = "button";
      button.dataset.do = deed;
      button.value = value;
      if (deed === "chat-skip" || deed === "words-later") button.className = "quiet";
      return button;
    }),
  );
  return box;
}
