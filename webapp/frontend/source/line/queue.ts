// What a person said and the server does not have yet: in order, one after the other, kept until then.
import type { ChatDeed, Hour, Said } from "../engine/chat-protocol.ts";
import type { Job, Outbox } from "../engine/outbox.ts";
import { Pause } from "./pause.ts";

const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export interface Entry<J extends Job = Job> {
  /** The page's number for it; several entries share one where a text was split. */
  readonly id: number | null;
  readonly said: Said | Extract<ChatDeed, { do: "end" }> | null;
  /** Made when its turn comes, and then kept: it knows every byte that it ever sealed. */
  readonly make: () => J;
}

export interface Settled {
  entry: Entry;
  job: Job;
  state: "sent" | "refused";
}

export interface QueueHooks {
  changed(): void;
  settled(settled: Settled): void;
  /** Nothing can be sealed: why. Everything stays here until `hurry`. */
  stopped(error: unknown): void;
}

export class Queue {
  readonly entries: Entry[] = [];
  /** The first one was tried, and not acknowledged. */
  kept = false;
  /** Why it waits: the hour from which these words can send again, or empty. */
  blocked: Hour | "" = "";
  readonly #outbox: Outbox;
  readonly #hooks: QueueHooks;
  readonly #pause = new Pause();
  #job: Job | null = null;
  #running = false;

  constructor(outbox: Outbox, hooks: QueueHooks) {
    this.#outbox = outbox;
    this.#hooks = hooks;
  }

  /** What is at work for the first entry: some of its bytes may have arrived before their answer. */
  get job(): Job | null {
    return this.#job;
  }

  add(...entries: Entry[]): void {
    this.entries.push(...entries);
    this.#hooks.changed();
    void this.#run();
  }

  /** Tries at once what waits for another try. */
  hurry(): void {
    if (this.#running) this.#pause.end();
    else void this.#run();
  }

  clear(): void {
    this.entries.length = 0;
    this.#pause.end();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let entry = this.entries[0]; entry !== undefined; entry = this.entries[0]) {
        await this.#deliver(entry);
      }
    } catch (error) {
      this.#hooks.stopped(error);
    } finally {
      this.#running = false;
    }
  }

  async #deliver(entry: Entry): Promise<void> {
    this.#job ??= entry.make();
    const job = this.#job;
    let outcome = await this.#outbox.send(job);
    for (let tries = 0; outcome.state === "kept"; tries++) {
      this.blocked = outcome.until ?? "";
      this.#tell(true);
      await this.#pause.wait(WAITS[Math.min(tries, WAITS.length - 1)] ?? 0);
      if (this.entries[0] !== entry) return; // the chat was closed meanwhile
      outcome = await this.#outbox.retry();
    }
    this.#job = null;
    this.kept = false;
    this.blocked = "";
    if (this.entries[0] !== entry) return;
    this.entries.shift();
    this.#hooks.settled({ entry, job, state: outcome.state });
  }

  #tell(kept: boolean): void {
    this.kept = kept;
    this.#hooks.changed();
  }
}
