// One visit in the engine: self-test, desk, receipt, conversation; everything ends with the worker.
import { deriveReceipt, normalise, type Receipt } from "../../lib/receipt.ts";
import { drawWords, listName, type WordList, wordProblems } from "../../lib/words.ts";
import type { Chat, Host } from "../line/chat.ts";
import type { ChatDeed } from "./chat-protocol.ts";
import { Conversation, UnknownWords } from "./conversation.ts";
import { loadDesk } from "./desk.ts";
import { lend } from "./filing.ts";
import { type DoorOf, Gate } from "./gate.ts";
import { Outbox } from "./outbox.ts";
import { practise } from "./practice.ts";
import {
  type Opening,
  type Practice,
  type Sending,
  type Shown,
  Stop,
  type Tip,
  type TipSending,
} from "./protocol.ts";
import { type Ask, Unreachable } from "./server.ts";
import { shownThread } from "./showing.ts";
import { type ListOf, listsFor, numbersOf, spelled } from "./spelling.ts";
import { removeWayBack } from "./way-back.ts";
import { type DeskHolder, messageJob, openingJob, tipBeginning } from "./writing.ts";

/** How a session gets a chat, which comes in a file of its own, and tells the page what happens in it. */
export type ChatOf = (host: Omit<Host, "openLine" | "tell">) => Promise<Chat>;

const noFile = () => Promise.reject(new Stop("engine_load"));

interface NewWords {
  list: WordList;
  words: string[];
  receipt: Receipt;
}

export class Session {
  readonly #ask: Ask;
  readonly #selfTest: () => Promise<void>;
  readonly #listOf: ListOf;
  #holder: DeskHolder | null = null;
  /** Words that nobody has seen yet, for the next tip. */
  #new: NewWords | null = null;
  /** The words of the tip on its way, or on the screen: no other tip ever gets them. */
  #given: NewWords | null = null;
  /** A chat's words that nobody has seen yet. */
  #chatWords: NewWords | null = null;
  /** The words that the person is looking at. */
  #onScreen: NewWords | null = null;
  #chat: Promise<Chat> | null = null;
  readonly #chatOf: ChatOf;
  #conversation: Conversation | null = null;
  readonly #gate: Gate;
  /** Apart from the messages: a tip on its way outlives every thread that is opened meanwhile. */
  readonly #tips: Outbox;
  #messages: Outbox;

  constructor(
    ask: Ask,
    selfTest: () => Promise<void>,
    listOf: ListOf,
    chatOf: ChatOf = noFile,
    doorOf: DoorOf = noFile,
  ) {
    this.#ask = ask;
    this.#selfTest = selfTest;
    this.#listOf = listOf;
    this.#chatOf = chatOf;
    this.#gate = new Gate(ask, doorOf);
    this.#tips = new Outbox(this.#gate.ask);
    this.#messages = new Outbox(ask);
  }

  /** Ready to seal: known answers right, desk believed; stops with the reason otherwise. */
  async start(language: string): Promise<void> {
    try {
      await this.#selfTest();
    } catch {
      throw new Stop("self_test");
    }
    // On its way from here on, so that it is there long before words are drawn; who needs it asks again.
    this.#listOf(listName(language)).catch(() => undefined);
    try {
      this.#holder = { desk: await loadDesk(this.#ask, null) };
    } catch (error) {
      throw error instanceof Unreachable ? new Stop("desk_unreachable") : error;
    }
  }

  /** Draws and stretches the words while the person is still writing. */
  async prepare(language: string): Promise<void> {
    this.#prepared(await this.#listOf(listName(language)));
  }

  async tip(tip: Tip, language: string): Promise<TipSending> {
    this.#gate.begin();
    const list = await this.#listOf(listName(language));
    const given = this.#prepared(list);
    this.#given = given;
    this.#new = null;
    const { receipt } = given;
    const sent = (conversation: Conversation) => {
      this.#conversation = conversation;
    };
    const beginning = tipBeginning(tip, language);
    const job = openingJob(this.#ask, this.#ready, receipt, beginning, sent);
    return this.#withWords(await this.#tips.send(job));
  }

  async retryTip(): Promise<TipSending> {
    return this.#withWords(await this.#tips.retry());
  }

  /** Whoever cannot wait for the work gets a turn without it. */
  noWait(): void {
    this.#gate.noWait();
  }

  async practise(text: string): Promise<Practice> {
    const { words, list } = this.#drawn;
    return practise(words, await spelled(text, this.#listOf), list);
  }

  /** The numbers of the words on the screen, from 1; none where they are not from the English list. */
  async numbers(): Promise<number[]> {
    const { words, list } = this.#drawn;
    return numbersOf(words, list, this.#listOf);
  }

  /** The words were shown; from here on only the person has them. */
  forgetWords(): void {
    if (this.#given === this.#onScreen) this.#given = null;
    if (this.#chatWords === this.#onScreen) this.#chatWords = null;
    this.#onScreen = null;
    // The page of a chat is told that there are no words to show any more.
    this.#chat?.then((chat) => chat.do({ do: "hurry" })).catch(() => undefined);
  }

  /** The chat's words for the screen; null once they were shown and forgotten. */
  chatWords(): string[] | null {
    if (this.#chatWords === null) return null;
    this.#onScreen = this.#chatWords;
    return this.#chatWords.words;
  }

  /** Does it once the chat is there; what was asked for first is done first. */
  async chat(deed: ChatDeed): Promise<void> {
    if (deed.do === "begin") this.#chat ??= this.#beginning(deed.door, deed.language);
    if (deed.do === "resume") this.#chat ??= this.#resuming();
    const chatting = this.#chat;
    if (deed.do === "close") this.#chat = this.#chatWords = null;
    try {
      (await chatting)?.do(deed);
    } catch (error) {
      // Without its words or its file there is no chat: a new try begins anew.
      if (this.#chat === chatting) this.#chat = null;
      throw error;
    }
  }

  async #beginning(door: Tip["door"], language: string): Promise<Chat> {
    const given = this.#prepared(await this.#listOf(listName(language)));
    const chat = await this.#chatOf(this.#lent());
    this.#chatWords = given;
    this.#new = null;
    chat.begin(given.receipt, door, language);
    return chat;
  }

  async #resuming(): Promise<Chat> {
    const conversation = this.#open;
    this.#chatWords = null;
    const chat = await this.#chatOf(this.#lent());
    chat.resume(conversation);
    return chat;
  }

  #lent(): Omit<Host, "openLine" | "tell"> {
    return { holder: this.#ready, hasWords: () => this.#chatWords !== null };
  }

  async open(typed: string, language: string): Promise<Opening> {
    const text = await spelled(typed, this.#listOf);
    if (normalise(text) === "") return { state: "unknown", problems: [] };
    try {
      const shown = await this.#enter(text);
      return { state: "open", shown, isChat: this.#open.channel === "chat" };
    } catch (error) {
      if (error instanceof UnknownWords) {
        return {
          state: "unknown",
          problems: wordProblems(text, await listsFor(language, this.#listOf)),
        };
      }
      if (error instanceof Unreachable) return { state: "line" };
      throw error;
    }
  }

  shown(): Shown {
    return shownThread(this.#open.read(), this.#open);
  }

  /** The thread after asking for news; null where the line does not answer. */
  async sync(): Promise<Shown | null> {
    try {
      await this.#open.sync(this.#ask);
      return this.shown();
    } catch (error) {
      if (error instanceof Unreachable) return null;
      throw error;
    }
  }

  write(text: string): Promise<Sending> {
    return this.#messages.send(
      messageJob(this.#ask, this.#ready, this.#open, { t: "text", body: text }),
    );
  }

  retry(): Promise<Sending> {
    return this.#messages.retry();
  }

  /** The worker for files gets what it needs of a conversation; false where there is none yet. */
  async files(of: "thread" | "chat", port: MessagePort): Promise<boolean> {
    const chat = of === "chat" ? await this.#chat : null;
    const conversation = of === "chat" ? chat?.conversation : this.#conversation;
    if (!conversation) return false;
    const told = () => chat?.do({ do: "hurry" });
    lend(port, { ask: this.#ask, holder: this.#ready, conversation, told });
    return true;
  }

  /** True once the server has removed lookup and self wrap: the words open nothing any more. */
  async removeWayBack(of: "thread" | "chat"): Promise<boolean> {
    const chat = of === "chat" ? (await this.#chat)?.conversation : null;
    return removeWayBack(this.#ask, (chat ?? this.#open).receipt.auth);
  }

  close(): void {
    this.#conversation = null;
    this.#messages = new Outbox(this.#ask);
  }

  get #ready(): DeskHolder {
    if (this.#holder === null) throw new Stop("broken");
    return this.#holder;
  }

  get #drawn(): NewWords {
    if (this.#onScreen === null) throw new Stop("broken");
    return this.#onScreen;
  }

  get #open(): Conversation {
    if (this.#conversation === null) throw new Stop("broken");
    return this.#conversation;
  }

  /** Words from this list for the next tip; those prepared from another one nobody has seen yet. */
  #prepared(list: WordList): NewWords {
    if (this.#new?.list !== list) this.#new = this.#draw(list);
    return this.#new;
  }

  #draw(list: WordList): NewWords {
    const words = drawWords(list);
    const receipt = deriveReceipt(words.join(" "), this.#ready.desk.site);
    return { list, words, receipt };
  }

  #withWords(sending: Sending): TipSending {
    if (sending.state !== "sent") return sending;
    this.#onScreen = this.#given;
    return { ...sending, words: this.#drawn.words };
  }

  // An epoch below that of our own latest key means that the server shows an old roster.
  async #enter(text: string): Promise<Shown> {
    const holder = this.#ready;
    const receipt = deriveReceipt(text, holder.desk.site);
    const conversation = await Conversation.open(this.#ask, holder.desk.site, receipt);
    holder.desk = await loadDesk(this.#ask, holder.desk);
    const own = conversation.generations.get(conversation.latest);
    if (own === undefined || holder.desk.epoch < own.epoch) throw new Stop("desk_refused");
    this.#conversation = conversation;
    return this.shown();
  }
}
