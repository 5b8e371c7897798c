// A chat on the page, loaded when somebody asks for one: begins, says, shows, and ends it.

import {
  type ChatPage,
  type ChatPart,
  isOver,
  type Kit,
  type MakePart,
  newChat,
} from "./chat/page.ts";
import { Screen } from "./chat/screen.ts";
import { EMPTY, withUnsent } from "./chat/unsent.ts";
import { one, pageLanguage, say, text } from "./dom.ts";
import type { ChatDeed, ChatView, Said } from "./engine/chat-protocol.ts";
import type { Door, News } from "./engine/protocol.ts";

/** Whether the cover lies over the page: then nothing under it is read. */
const isCovered = () => document.documentElement.dataset.covered !== undefined;

class Part implements ChatPart {
  readonly #kit: Kit;
  readonly #screen: Screen;

  constructor(kit: Kit) {
    this.#kit = kit;
    this.#screen = new Screen(kit);
    kit.onNews(this.#hear);
    kit.onReveal(() => this.#revealed());
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    document.addEventListener("keydown", this.#onKey);
  }

  readonly deeds: ChatPart["deeds"] = {
    "safe-yes": () => this.#begin(),
    "unsafe-write": () => this.#kit.tip.firstQuestion(),
    say: () => this.#sayTyped(),
    "chat-answer": (value) => this.#answer(value),
    "chat-skip": (question) => this.#change(({ past }) => past.push(question)),
    "chat-stay": () => this.#stay(),
    "chat-words": () => this.#showWords(),
    "words-later": () => this.#change((chat) => this.#offered(chat)),
    "chat-earlier": () => this.#change((chat) => this.#uncover(chat)),
    "chat-tip": () => this.#kit.tip.start(),
    "chat-box": (name) => this.#openBox(name),
    safeword: () => this.#setSafeWord(),
    "chat-end": () => this.#end(),
    helpful: (answer) => this.#helpful(answer === "yes" ? "yes" : "no"),
    "chat-remove": () => this.#remove(),
    "chat-close": () => this.#close("home"),
  };

  enter(door: Door): void {
    if (!this.#chat) this.#kit.state.door = door;
    this.#kit.show(this.#chat ? "chat" : "safe");
  }

  resume(): void {
    this.#kit.state.chat = newChat(this.#kit.state.door, pageLanguage(), true);
    this.#do({ do: "resume" });
    this.#kit.show("chat");
  }

  async again(): Promise<void> {
    const chat = this.#chat;
    if (!chat) return;
    try {
      await this.#kit.startEngine();
      await this.#send({ do: "begin", door: chat.door, language: chat.language });
      for (const deed of chat.unsent) await this.#send(deed);
      await this.#send({ do: "hurry" });
    } catch (error) {
      this.#kit.stopWith(error);
    }
  }

  takesTip(): boolean {
    const chat = this.#chat;
    const isOpen = chat !== null && !(chat.view && isOver(chat, chat.view));
    if (isOpen) this.#sendTip();
    return isOpen;
  }

  /** The person or the line is back. */
  readonly #wake = (): void => {
    if (this.#chat?.view && !document.hidden) this.#do({ do: "hurry" });
    this.#revealed();
  };

  /** With a keyboard Enter sends, and Shift and Enter is a new line; on a phone it is always one. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const { id } = event.target as Element;
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (id !== "say" || !sends || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    this.#sayTyped();
  };

  redraw(): void {
    this.#screen.redraw();
    this.#nameWords();
  }

  get #chat(): ChatPage | null {
    return this.#kit.state.chat;
  }

  #begin(): void {
    const { state } = this.#kit;
    state.chat ??= newChat(state.door, pageLanguage(), false);
    this.#kit.show("chat");
    this.#screen.begins();
    void this.again();
  }

  readonly #hear = (news: News): void => {
    const chat = this.#chat;
    if (!chat) return;
    if (news.news === "writing") this.#screen.showWriting();
    if (news.news === "view") this.#took(chat, news.view);
    if (news.news === "stop") this.#kit.showStopped(news.stop);
  };

  #took(chat: ChatPage, view: ChatView): void {
    chat.unsent = chat.unsent.filter(({ id }) => !view.sent.includes(id));
    chat.view = withUnsent(view, chat.unsent);
    this.#screen.draw();
    this.#revealed();
  }

  /** What is on the screen, and looked at, was read; the desk may know. */
  #revealed(): void {
    const chat = this.#chat;
    const d = chat?.view?.d ?? 0;
    const isInSight = this.#kit.state.view === "chat" && !document.hidden && !isCovered();
    if (chat && d > chat.read && isInSight) {
      chat.read = d;
      this.#do({ do: "seen", d });
    }
    this.#screen.drawBar();
  }

  #send(deed: ChatDeed): Promise<unknown> {
    return this.#kit.ask("chat", deed);
  }

  #do(deed: ChatDeed): void {
    this.#send(deed).catch((error: unknown) => this.#kit.stopWith(error));
  }

  #change(change: (chat: ChatPage) => unknown): void {
    if (this.#chat) change(this.#chat);
    this.#screen.draw();
  }

  #say(said: Said): void {
    const chat = this.#chat;
    if (!chat) return;
    const deed = { do: "say", id: ++chat.lastId, said } as const;
    chat.unsent.push(deed);
    this.#do(deed);
  }

  #sayTyped(): void {
    const box = one<HTMLTextAreaElement>("#say");
    const typed = box.value.trim();
    if (typed === "") return;
    this.#say({ kind: "text", text: typed });
    box.value = "";
    this.#showAtOnce();
  }

  /** Before the engine answers, which may be at work for seconds: what was said stands there already. */
  #showAtOnce(): void {
    const chat = this.#chat;
    if (!chat) return;
    chat.view = withUnsent(chat.view ?? EMPTY, chat.unsent);
    this.#screen.draw();
    this.#screen.toEnd();
  }

  #answer(value: string): void {
    const [question = "", answer = ""] = value.split(/:(.*)/s);
    this.#say({ kind: "answer", question, answer });
    this.#change(({ past }) => past.push(question));
  }

  #sendTip(): void {
    const { tip } = this.#kit;
    const written = tip.written();
    if (written.answers.what === undefined) {
      tip.complain("review.empty");
      return;
    }
    this.#say({ kind: "tip", tip: written, language: pageLanguage() });
    tip.empty();
    this.#kit.show("chat");
  }

  async #showWords(): Promise<void> {
    try {
      const words = await this.#kit.ask("chatWords", undefined);
      this.#change((chat) => this.#offered(chat));
      if (words) this.#kit.showWords(words, "chat");
      this.#nameWords();
    } catch (error) {
      this.#kit.stopWith(error);
    }
  }

  /** Over a chat's words stands what they are; over a tip's, that it was sent. */
  #nameWords(): void {
    const heading = one("h1", this.#kit.viewOf("words"));
    heading.dataset.tip ??= heading.textContent ?? "";
    heading.textContent = this.#chat ? text("words.list") : heading.dataset.tip;
  }

  #offered(chat: ChatPage): void {
    chat.offered = true;
  }

  #uncover(chat: ChatPage): void {
    chat.earlierOpen = true;
  }

  /** Still there, or there again: a chat that had turned into messages goes live once more. */
  #stay(): void {
    this.#do({ do: "stay" });
    if (this.#chat?.view?.live === null) this.#change(({ past }) => past.push("later"));
  }

  #openBox(name: string): void {
    this.#change((chat) => {
      chat.box = chat.box === name ? "" : name;
    });
    if (name && this.#chat?.box === name) one(`#box-${name} h2`).focus();
  }

  #setSafeWord(): void {
    const field = one<HTMLInputElement>("#safeword");
    const word = field.value.trim();
    if (word === "") return;
    field.value = "";
    this.#openBox("");
    this.#say({ kind: "safe_word", word });
  }

  #end(): void {
    const chat = this.#chat;
    if (!chat) return;
    const deed = { do: "end", id: ++chat.lastId } as const;
    chat.unsent.push(deed);
    this.#openBox("");
    this.#do(deed);
  }

  #helpful(answer: "yes" | "no"): void {
    this.#do({ do: "helpful", answer });
    this.#change((chat) => {
      chat.helped = true;
    });
  }

  async #remove(): Promise<void> {
    try {
      if (await this.#kit.ask("removeWayBack", { of: "chat" })) this.#close("removed");
      else say(one("#box-remove .error"), text("remove.failed"));
    } catch (error) {
      this.#kit.stopWith(error);
    }
  }

  /** Keys and words of the chat are gone from page and engine. */
  #close(to: "home" | "removed"): void {
    this.#do({ do: "close" });
    this.#kit.state.chat = null;
    one("#log").replaceChildren();
    one<HTMLTextAreaElement>("#say").value = "";
    this.#screen.redraw();
    this.#nameWords();
    this.#kit.show(to);
  }
}

const makePart: MakePart = (kit) => new Part(kit);

(window as { makePart?: MakePart }).makePart = makePart;
