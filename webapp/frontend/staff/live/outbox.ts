// Our words on their way: one after the other, sealed once, the same bytes until the server has
// them, sealed anew only where it said that these are not stored because the thread moved on.

import { type Signal, signal } from "@preact/signals";
import type { Inner } from "../../lib/thread.ts";
import { asWriting, Problem, Unreachable } from "../api/http.ts";
import type { StateAnswer } from "../api/types.ts";
import { api, locked, open } from "../store/session.ts";
import { explain } from "../ui/explain.ts";
import { sealReply } from "../vault/conversation.ts";
import { askLine } from "./line.ts";
import type { Talk } from "./talk.ts";

export type EntryState = "waiting" | "sending" | "kept" | "refused";

export interface Entry {
  id: number;
  inner: Inner;
  state: EntryState;
  /** Sealed and sent: the same bytes go again, never others beside them. */
  bytes: string | null;
  /** Why the server refused it, in words. */
  why: string;
}

/** What stands for words that the lock has sealed. */
const AWAY: Inner = { t: "away", at: "" };
const ATTEMPTS = 6;
const AGAIN_MS = 3_000;

const deliver = (conv: string, envelope: string): Promise<StateAnswer> =>
  askLine("send", { conv, envelope }, () => api.reply(conv, envelope));

export class Outbox {
  readonly entries: Signal<readonly Entry[]> = signal([]);
  #next = 1;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly talk: Talk,
    private readonly send = deliver,
  ) {}

  /** What is not in the thread yet; what arrived before its answer stands there already. */
  get onTheWay(): readonly Entry[] {
    const there = this.talk.opened.value?.answer.envelopes ?? [];
    return this.entries.value.filter(({ bytes }) => bytes === null || !there.includes(bytes));
  }

  /** These go out after everything before them. */
  add(...inners: Inner[]): Promise<void> {
    const fresh = inners.map((inner): Entry => {
      const id = this.#next++;
      return { id, inner, state: "waiting", bytes: null, why: "" };
    });
    this.entries.value = [...this.entries.peek(), ...fresh];
    return this.flush();
  }

  /** Send what is here; resolves when nothing is left, or when the line or the server says no. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** What the server refused is thrown away; what is merely late never is. */
  drop(id: number): void {
    this.entries.value = this.entries.peek().filter((it) => it.id !== id || it.state !== "refused");
  }

  /** The words of what is still here, for the lock to seal; sealed bytes go on being sent. */
  sealAway(): [number, Inner][] {
    const words = this.entries.peek().map(({ id, inner }): [number, Inner] => [id, inner]);
    this.entries.value = this.entries.peek().map((it) => ({ ...it, inner: AWAY }));
    return words;
  }

  /** The words are back; what arrived meanwhile is no longer here. */
  unseal(words: readonly [number, Inner][]): void {
    const back = new Map(words);
    this.entries.value = this.entries
      .peek()
      .map((it) => ({ ...it, inner: back.get(it.id) ?? it.inner }));
  }

  /** What is still here, without its words. */
  away(): readonly Entry[] {
    return this.entries.peek().map((it) => ({ ...it, inner: AWAY }));
  }

  /** What another session of the same person left on its way; the words follow with `unseal`. */
  bring(entries: readonly Entry[]): void {
    this.#next = Math.max(this.#next, ...entries.map(({ id }) => id + 1));
    this.entries.value = entries.map((it) =>
      it.state === "refused" ? it : { ...it, state: "waiting" },
    );
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.entries.value = [];
  }

  async #run(): Promise<void> {
    let entry = this.#first();
    while (entry !== undefined) {
      if (!(await this.#deliver(entry.id))) return;
      entry = this.#first();
    }
  }

  #first(): Entry | undefined {
    return this.entries.peek().find(({ state }) => state !== "refused");
  }

  #change(id: number, change: Partial<Entry>): void {
    this.entries.value = this.entries
      .peek()
      .map((it) => (it.id === id ? { ...it, ...change } : it));
  }

  #later(id: number): false {
    this.#change(id, { state: "kept" });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), AGAIN_MS);
    return false;
  }

  /** True where it arrived, or was refused for good; false where it has to wait. */
  async #deliver(id: number): Promise<boolean> {
    for (let tries = 0; tries < ATTEMPTS; tries += 1) {
      const bytes = await this.#sealed(id);
      if (bytes === null) return this.#later(id);
      this.#change(id, { bytes, state: "sending" });
      try {
        await asWriting(() => this.send(this.talk.conv, bytes));
        await this.talk.take(bytes);
        this.entries.value = this.entries.peek().filter((it) => it.id !== id);
        return true;
      } catch (reason) {
        if (!(reason instanceof Problem) || reason.status === 401) return this.#notNow(id, reason);
        // The server said no to these bytes, so they are not stored.
        this.#change(id, { bytes: null });
        if (locked.peek()) return this.#later(id);
        if (reason.slug !== "out-of-step") return this.#refused(id, reason);
        await this.talk.reload();
      }
    }
    return this.#later(id);
  }

  #notNow(id: number, reason: unknown): false {
    if (reason instanceof Unreachable || reason instanceof Problem) return this.#later(id);
    this.#later(id);
    throw reason;
  }

  #refused(id: number, reason: unknown): true {
    this.#change(id, { state: "refused", why: explain(reason) });
    return true;
  }

  /** The bytes that are already on their way, or new ones at the thread's end; null: not now. */
  async #sealed(id: number): Promise<string | null> {
    const entry = this.entries.peek().find((it) => it.id === id);
    if (entry === undefined) return null;
    if (entry.bytes !== null) return entry.bytes;
    if (locked.peek()) return null;
    const opened = this.talk.opened.peek() ?? (await this.talk.reload());
    if (opened === null || opened.conversation.blocked !== "") return null;
    return sealReply(opened.conversation, entry.inner, open().keyring);
  }
}
