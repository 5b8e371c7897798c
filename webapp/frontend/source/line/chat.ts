// One chat in the engine: what is said goes out in order, what comes is checked, and the page is told.
import type { Receipt } from "../../lib/receipt.ts";
import type { ChatDeed, ChatView, Said } from "../engine/chat-protocol.ts";
import type { Conversation } from "../engine/conversation.ts";
import type { Job } from "../engine/outbox.ts";
import type { Door, News } from "../engine/protocol.ts";
import type { Answer, Ask, Call } from "../engine/server.ts";
import type { Tools } from "../engine/tools.ts";
import type { Content, DeskHolder, MessageJob } from "../engine/writing.ts";
import { type Entry, Queue, type Settled } from "./queue.ts";
import { changesLabels, contentsOf, labelsOf } from "./saying.ts";
import { type OpenLine, Transport } from "./transport.ts";
import { seenUpTo, shownChat } from "./view.ts";

/** What the engine lends to a chat. */
export interface Host {
  readonly holder: DeskHolder;
  readonly openLine: OpenLine;
  readonly hasWords: () => boolean;
  tell(news: News): void;
}

const END: Content = { t: "end" };
const SEQ = 22; // where an envelope's number stands

export class Chat {
  readonly #tools: Tools;
  readonly #host: Host;
  readonly #queue: Queue;
  readonly #own = new Map<number, number>();
  readonly #sent: number[] = [];
  readonly #refused: Entry[] = [];
  #transport: Transport | null = null;
  #resumed = false;
  #seen = 0;
  #shown = 0;
  #highest = 0;
  #gone = false;
  #telling = false;
  conversation: Conversation | null = null;

  constructor(tools: Tools, host: Host) {
    this.#tools = tools;
    this.#host = host;
    this.#queue = new Queue(new tools.Outbox(this.#ask, "kept"), {
      changed: () => this.#tell(),
      settled: (settled) => this.#settled(settled),
      stopped: (error) => this.#stopped(error),
    });
  }

  /** Opens a conversation under new words; what is said meanwhile waits its turn. */
  begin(receipt: Receipt, door: Door, language: string): void {
    const { openingJob, chatLabels } = this.#tools;
    const content = { t: "chat", safe: true, lang: language, door };
    const beginning = { content, labels: chatLabels(door, {}, language) };
    const make = () =>
      openingJob(this.#ask, this.#host.holder, receipt, beginning, (opened) => this.#enter(opened));
    this.#queue.add({ id: null, said: null, make });
  }

  /** Goes on with a conversation that was opened by its words. */
  resume(conversation: Conversation): void {
    this.#resumed = true;
    this.#enter(conversation);
  }

  /** Does what the page asks for, in its own time; what was said already is not said again. */
  do(deed: ChatDeed): void {
    if (deed.do === "say" && this.#isNew(deed.id)) this.#say(deed.id, deed.said);
    if (deed.do === "end" && this.#isNew(deed.id)) this.#queue.add(this.#entry(deed.id, deed, END));
    if (deed.do === "stay") this.#queue.add(this.#callEntry("stay", () => ({})));
    if (deed.do === "helpful") {
      this.#queue.add(this.#callEntry("helpful", () => ({ answer: deed.answer })));
    }
    if (deed.do === "seen") this.#read(deed.d);
    if (deed.do === "hurry") this.#hurry();
    if (deed.do === "close") this.close();
  }

  close(): void {
    this.#transport?.stop();
    this.#queue.clear();
  }

  readonly #ask: Ask = async (call) => {
    const answer = await (this.#transport?.ask ?? this.#tools.ask)(call);
    if (answer.status === 401 && this.conversation !== null) this.#isGone();
    return answer;
  };

  #enter(conversation: Conversation): void {
    this.conversation = conversation;
    const { auth } = conversation.receipt;
    this.#transport = new Transport(this.#tools, auth, this.#host.openLine, {
      onEvent: (name, payload) => this.#onEvent(name, payload),
      sync: () => this.#sync(conversation),
      changed: () => this.#changed(),
    });
    this.#transport.start();
    this.#tell();
  }

  #say(id: number, said: Said): void {
    const contents = contentsOf(this.#tools, said, this.#resumed);
    this.#resumed = false;
    const entries = contents.map((content) => this.#entry(id, said, content));
    const labels = changesLabels(said) ? [this.#labelsEntry()] : [];
    this.#queue.add(...entries, ...labels);
  }

  #entry(id: number, said: Entry["said"], content: Content): Entry {
    const make = () => this.#tools.messageJob(this.#ask, this.#host.holder, this.#there, content);
    return { id, said, make };
  }

  #isNew(id: number): boolean {
    const isNew = id > this.#highest;
    if (isNew) this.#highest = id;
    return isNew;
  }

  #labelsEntry(): Entry {
    return this.#callEntry("labels", () => labelsOf(this.#tools, this.#there.read()));
  }

  #callEntry(name: "stay" | "helpful" | "labels", body: () => object): Entry {
    const path = `/api/v1/conversation/${name}`;
    const make = (): Job => ({
      seal: async () => {
        const { auth } = this.#there.receipt;
        const call: Call = { method: "POST", path, auth, body: JSON.stringify(body()) };
        return { call, accepted: (answer) => this.#took(answer) };
      },
      // Too late for it: nobody waits any more, or the chat is over.
      catchUp: async () => true,
    });
    return { id: null, said: null, make };
  }

  #took({ json }: Answer): void {
    if ("live" in json) this.#there.live = this.#tools.liveFrom(json.live);
  }

  /** An envelope of ours that is in the thread is the page's own, also before its answer comes. */
  #isOwn(id: number | null | undefined, job: Job | null): void {
    const arrived = (job as Partial<MessageJob> | null)?.arrived;
    if (id == null || !arrived) return;
    this.#own.set(new DataView(arrived.buffer, arrived.byteOffset).getUint32(SEQ), id);
  }

  #settled({ entry, job, state }: Settled): void {
    const { id } = entry;
    this.#isOwn(id, job);
    if (state === "refused") this.#refuse(entry);
    const left = this.#queue.entries.some((other) => other.id === id);
    if (id !== null && state === "sent" && !left) this.#sent.push(id);
    this.#tell();
  }

  #refuse(entry: Entry): void {
    if (entry.said !== null) this.#refused.push(entry);
    // Without a conversation there is nothing that the rest could go into.
    if (this.conversation === null) this.#stopped(new this.#tools.Stop("broken"));
  }

  #hurry(): void {
    this.#transport?.hurry();
    this.#queue.hurry();
    this.#tell();
  }

  #read(d: number): void {
    this.#shown = d;
    this.#transport?.mention("seen", { d });
  }

  #changed(): void {
    if (this.#transport?.way === "line") {
      this.#queue.hurry();
      // It may have been said into a line that was no more.
      if (this.#shown > 0) this.#read(this.#shown);
    }
    this.#tell();
  }

  async #sync(conversation: Conversation): Promise<void> {
    try {
      await conversation.sync(this.#ask);
    } catch (error) {
      const { Unreachable, UnknownWords } = this.#tools;
      const expected = error instanceof Unreachable || error instanceof UnknownWords;
      if (!expected) this.#stopped(error);
    }
    this.#tell();
  }

  #onEvent(name: string, payload: Record<string, unknown>): void {
    if (name === "envelope") this.#receive(payload.envelope);
    if (name === "live") this.#there.live = this.#tools.liveFrom(payload.live);
    if (name === "seen") this.#seen = Math.max(this.#seen, Number(payload.s) || 0);
    if (name === "resync") this.#transport?.hurry();
    if (name === "writing") this.#host.tell({ news: "writing" });
    else this.#tell();
  }

  #receive(envelope: unknown): void {
    let found: "new" | "known" | "gap" = "gap";
    try {
      found = this.#there.take(this.#tools.fromB64(String(envelope)));
    } catch {
      // Whatever this was, what is stored is asked for.
    }
    if (found === "gap") this.#transport?.hurry();
  }

  /** The way back was removed, here or elsewhere: these words open nothing any more. */
  #isGone(): void {
    this.#gone = true;
    this.close();
    this.#tell();
  }

  #stopped(error: unknown): void {
    const { Stop } = this.#tools;
    this.#host.tell({ news: "stop", stop: error instanceof Stop ? error.code : "broken" });
  }

  get #there(): Conversation {
    if (this.conversation === null) throw new this.#tools.Stop("broken");
    return this.conversation;
  }

  /** The page is told once, however much changed at once. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      this.#host.tell({ news: "view", view: this.view() });
    });
  }

  view(): ChatView {
    this.#isOwn(this.#queue.entries[0]?.id, this.#queue.job);
    const { conversation } = this;
    const thread = conversation?.read();
    const messages = thread?.messages ?? [];
    const opening = this.#queue.kept ? "none" : "opening";
    return {
      messages: shownChat({
        tools: this.#tools,
        messages,
        own: this.#own,
        entries: this.#queue.entries,
        refused: this.#refused,
        kept: this.#queue.kept,
        seen: seenUpTo(messages, Math.max(this.#seen, conversation?.live?.seen ?? 0)),
      }),
      sent: [...this.#sent],
      d: thread?.state.D.seq ?? 0,
      live: conversation?.live ?? null,
      opened: conversation !== null,
      way: this.#gone ? "gone" : this.#queue.blocked || (this.#transport?.way ?? opening),
      warnings: thread && conversation ? this.#tools.warningsOf(thread, conversation) : [],
      serverOpened: conversation?.serverOpened ?? false,
      hasWords: this.#host.hasWords(),
    };
  }
}
