// Draws a chat from what the engine told; what did not change is not touched, and the focus never moves.
import { all, one, say, text } from "../dom.ts";
import type { ChatMessage, ChatView } from "../engine/chat-protocol.ts";
import { cardFor, drawCard } from "./asking.ts";
import { drawLog } from "./log.ts";
import { type ChatPage, isOver, type Kit } from "./page.ts";
import { drawOpening, drawStanding } from "./standing.ts";

const WRITING = 6_000; // so long after a sign of it somebody counts as writing
const QUIET = 20_000; // nobody wrote for so long: a moment in which words can be offered
const SLOW = 6_000; // not open after so long: the page says that it is this browser, and what to do
const NEAR = 160; // pixels from the end within which a new message is followed

export class Screen {
  readonly #kit: Kit;
  #cards = new Map<string, HTMLElement>();
  #drawn = "";
  #writing: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #isQuiet = false;
  #isSlow = false;

  constructor(kit: Kit) {
    this.#kit = kit;
  }

  get #chat(): ChatPage | null {
    return this.#kit.state.chat;
  }

  get #root(): HTMLElement {
    return this.#kit.viewOf("chat");
  }

  /** After another language every card has other words. */
  redraw(): void {
    this.#cards = new Map();
    this.draw();
  }

  draw = (): void => {
    const { view } = this.#chat ?? {};
    this.drawBar();
    if (!view || !this.#chat) return;
    const chat = this.#chat;
    const before = this.#end();
    this.#note(view);
    drawStanding(this.#root, view, isOver(chat, view), this.#isSlow);
    one("[data-resumed]", this.#root).hidden = !chat.resumed;
    drawLog(one("#log"), this.#cards, this.#uncovered(chat, view));
    const tapped = drawCard(one("#asking"), cardFor(chat, view, this.#isQuiet));
    this.#drawEnd(chat, view);
    if (tapped) this.#showCard();
    else this.#stay(before);
  };

  /** The chat is on its way; where that takes long, nobody is left to wonder. */
  begins(): void {
    this.#opening(false);
    setTimeout(() => this.#opening(true), SLOW);
  }

  #opening(isSlow: boolean): void {
    this.#isSlow = isSlow;
    if (this.#chat && !this.#chat.view?.opened) drawOpening(this.#root, isSlow);
  }

  /** "Is writing" stands there for a moment, and goes when the words come. */
  showWriting(): void {
    one("[data-writing]", this.#root).hidden = false;
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => this.#hideWriting(), WRITING);
  }

  /** Scrolls so that the last message stands above the place to write. */
  toEnd(): void {
    const bottom = this.#end();
    const room = innerHeight - one("[data-composer]", this.#root).offsetHeight;
    if (this.#kit.state.view === "chat" && bottom > room) scrollBy(0, bottom - room);
  }

  /** Elsewhere on the page: the way back, and whether there is something new. */
  drawBar(): void {
    const bar = document.getElementById("chat-bar");
    const chat = this.#chat;
    if (!bar) return;
    bar.hidden = !chat || ["chat", "safe", "unsafe"].includes(this.#kit.state.view);
    const isNew = (chat?.view?.d ?? 0) > (chat?.read ?? 0);
    const line = chat && !bar.hidden ? text(isNew ? "chat.bar.new" : "chat.bar.open") : "";
    const place = one("[data-bar]", bar);
    if (place.textContent !== line) say(place, line);
  }

  #hideWriting(): void {
    clearTimeout(this.#writing);
    if (this.#chat) one("[data-writing]", this.#root).hidden = true;
  }

  /** Something came or went: whoever was writing has written, and it is not quiet now. */
  #note({ messages, d }: ChatView): void {
    const now = `${messages.length} ${d}`;
    if (now === this.#drawn) return;
    if (messages.at(-1)?.direction === "D") this.#hideWriting();
    this.#drawn = now;
    this.#isQuiet = false;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#isQuiet = true;
      this.draw();
    }, QUIET);
  }

  #uncovered(chat: ChatPage, { messages, opened }: ChatView): ChatMessage[] {
    if (chat.covered === null && opened) chat.covered = messages.length;
    const covered = chat.earlierOpen ? 0 : (chat.covered ?? messages.length);
    const latest = messages.filter(({ direction }) => direction === "D").at(-1);
    const shown = messages.filter((message, i) => i >= covered || message === latest);
    one('[data-do="chat-earlier"]', this.#root).hidden = shown.length === messages.length;
    return shown;
  }

  #drawEnd(chat: ChatPage, view: ChatView): void {
    const { live, way, hasWords, sent, messages } = view;
    const root = this.#root;
    const over = isOver(chat, view);
    chat.wordsHours = live?.wordsHours ?? chat.wordsHours;
    one("[data-composer]", root).hidden = over;
    one("[data-ended]", root).hidden = !over || way === "gone";
    one("[data-helpful]", root).hidden = chat.helped || live === null;
    say(one("[data-thanks]", root), chat.helped ? text("chat.thanks") : "");
    say(one("[data-kept]", root), text("chat.kept_hours", { n: chat.wordsHours }));
    const said = sent.length > 0 || messages.length > 0;
    // Where nobody is on shift the page asks to look at the words first.
    const alone = live?.phase === "waiting" && live.onShift === 0;
    one('[data-do="chat-words"]', root).hidden = !hasWords || !(said || alone);
    one('[data-do="chat-close"]', root).hidden = live !== null && !over;
    for (const button of all<HTMLButtonElement>('.last [data-do="chat-box"]', root)) {
      button.hidden = over && button.value !== "remove";
      button.ariaExpanded = String(chat.box === button.value);
    }
    for (const name of ["word", "end", "remove"]) {
      one(`#box-${name}`).hidden = chat.box !== name || (over && name !== "remove");
    }
  }

  /** Whoever tapped an answer sees the next question, from its beginning. */
  #showCard(): void {
    this.toEnd();
    one("#asking").querySelector("h2")?.scrollIntoView({ block: "nearest" });
  }

  /** Where the last message ends, from the top of the screen. */
  #end = (): number => one("[data-end]", this.#root).getBoundingClientRect().bottom;

  /** Whoever was at the end stays there, whatever grew or went above it; nobody else is moved.
   * Before the first message there is no end: the page begins at its top. */
  #stay(before: number): void {
    const begun = (this.#chat?.view?.messages.length ?? 0) > 0;
    const wasThere = begun && before > 0 && before - innerHeight < NEAR;
    if (wasThere && this.#kit.state.view === "chat") scrollBy(0, this.#end() - before);
  }
}
