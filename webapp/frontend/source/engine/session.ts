// One visit in the engine: self-test, desk, receipt, conversation; everything ends with the worker.
import { deriveReceipt, normalise, type Receipt } from "../../lib/receipt.ts";
import { drawWords, wordProblems } from "../../lib/words.ts";
import { Conversation, UnknownWords } from "./conversation.ts";
import { loadDesk } from "./desk.ts";
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
import { type DeskHolder, messageJob, tipJob } from "./writing.ts";

interface NewWords {
  language: string;
  words: string[];
  receipt: Receipt;
}

export class Session {
  readonly #ask: Ask;
  readonly #selfTest: () => Promise<void>;
  #holder: DeskHolder | null = null;
  /** Words that nobody has seen yet, for the next tip. */
  #new: NewWords | null = null;
  /** The words of the tip on its way, or on the screen: no other tip ever gets them. */
  #given: NewWords | null = null;
  #conversation: Conversation | null = null;
  #outbox: Outbox;

  constructor(ask: Ask, selfTest: () => Promise<void>) {
    this.#ask = ask;
    this.#selfTest = selfTest;
    this.#outbox = new Outbox(ask);
  }

  /** Ready to seal: known answers right, desk believed; stops with the reason otherwise. */
  async start(): Promise<void> {
    try {
      await this.#selfTest();
    } catch {
      throw new Stop("self_test");
    }
    try {
      this.#holder = { desk: await loadDesk(this.#ask, null) };
    } catch (error) {
      throw error instanceof Unreachable ? new Stop("desk_unreachable") : error;
    }
  }

  /** Draws and stretches the words while the person is still writing. */
  prepare(language: string): void {
    // Prepared in another language than the page has now: nobody has seen those words yet.
    if (this.#new?.language !== language) this.#new = this.#draw(language);
  }

  async tip(tip: Tip, language: string): Promise<TipSending> {
    this.prepare(language);
    this.#given = this.#new;
    this.#new = null;
    const { receipt } = this.#drawn;
    const sent = (conversation: Conversation) => {
      this.#conversation = conversation;
    };
    const job = tipJob(this.#ask, this.#ready, receipt, { tip, language }, sent);
    return this.#withWords(await this.#outbox.send(job));
  }

  async retryTip(): Promise<TipSending> {
    return this.#withWords(await this.#outbox.retry());
  }

  practise(text: string, language: string): Practice {
    return practise(this.#drawn.words, text, language);
  }

  /** The words were shown; from here on only the person has them. */
  forgetWords(): void {
    this.#given = null;
  }

  async open(text: string, language: string): Promise<Opening> {
    const problems = wordProblems(text, language);
    if (normalise(text) === "") return { state: "unknown", problems };
    try {
      return { state: "open", shown: await this.#enter(text) };
    } catch (error) {
      if (error instanceof UnknownWords) return { state: "unknown", problems };
      if (error instanceof Unreachable) return { state: "line" };
      throw error;
    }
  }

  shown(): Shown {
    return shownThread(this.#open.read(), this.#open.strangeKey);
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
    return this.#outbox.send(messageJob(this.#ask, this.#ready, this.#open, text));
  }

  retry(): Promise<Sending> {
    return this.#outbox.retry();
  }

  /** True once the server has removed lookup and self wrap: the words open nothing any more. */
  async removeWayBack(): Promise<boolean> {
    const { auth } = this.#open.receipt;
    try {
      const answer = await this.#ask({
        method: "DELETE",
        path: "/api/v1/conversation/way-back",
        auth,
      });
      // 401 means that it is gone already: another tab, or a first try whose answer was lost.
      return answer.status === 204 || answer.status === 401;
    } catch (error) {
      if (error instanceof Unreachable) return false;
      throw error;
    }
  }

  close(): void {
    this.#conversation = null;
    this.#outbox = new Outbox(this.#ask);
  }

  get #ready(): DeskHolder {
    if (this.#holder === null) throw new Stop("broken");
    return this.#holder;
  }

  get #drawn(): NewWords {
    if (this.#given === null) throw new Stop("broken");
    return this.#given;
  }

  get #open(): Conversation {
    if (this.#conversation === null) throw new Stop("broken");
    return this.#conversation;
  }

  #draw(language: string): NewWords {
    const words = drawWords(language);
    const receipt = deriveReceipt(words.join(" "), this.#ready.desk.site);
    return { language, words, receipt };
  }

  #withWords(sending: Sending): TipSending {
    return sending.state === "sent" ? { ...sending, words: this.#drawn.words } : sending;
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
