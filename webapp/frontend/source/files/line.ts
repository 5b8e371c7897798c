// A line that may be lost, paused or given up: each call goes out, the same, until there is an answer.
import type { Answer } from "../engine/server.ts";
import { Unreachable } from "../engine/server.ts";
import type { Ask, Call } from "./calls.ts";

/** The person does not want this file to be sent any more. */
export class Cancelled extends Error {}

const WAITS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const PATIENCE = 60_000;
/** A part at 5 kbit/s takes 14 minutes. */
const MOST_PATIENCE = 16 * 60_000;
const TOO_MANY = 429;

export class Line {
  readonly #ask: Ask;
  readonly #tell: (kept: boolean) => void;
  readonly #waits: readonly number[];
  /** What ends when somebody pauses, goes on or gives up: calls on their way, and waits. */
  readonly #ends = new Set<() => void>();
  readonly #flying = new Set<AbortController>();
  #patience: number;
  #paused = false;
  #kept = false;

  /** `tell` hears whenever the line is lost or there again. */
  constructor(ask: Ask, tell: (kept: boolean) => void, waits = WAITS, patience = PATIENCE) {
    this.#ask = ask;
    this.#tell = tell;
    this.#waits = waits;
    this.#patience = patience;
  }

  /** What is on its way comes back to memory, and stays there until `go`. */
  pause(): void {
    this.#paused = true;
    this.reached();
    for (const control of this.#flying) control.abort();
    this.#endWaits();
  }

  /** Goes on after a pause, and ends every wait: the line may be back, and counts as such. */
  go(): void {
    this.#paused = false;
    this.reached();
    this.#endWaits();
  }

  /** The server's answer, however long that takes; throws Cancelled once `given` up. */
  async call(call: Call, given: AbortSignal): Promise<Answer> {
    for (let tries = 0; ; ) {
      await this.#whilePaused(given);
      const answer = await this.#once(call, given);
      if (answer !== null) {
        this.reached();
        return answer;
      }
      if (this.#paused || given.aborted) continue;
      this.lost();
      await this.wait(tries++, given);
    }
  }

  /** Says something that is not worth a second try. */
  mention(call: Call): void {
    this.#ask(call, new AbortController().signal).catch(() => undefined);
  }

  /** The wait before the next try, which ends early where there is reason to. */
  async wait(tries: number, given: AbortSignal): Promise<void> {
    await this.#sleep(given, this.#waits[Math.min(tries, this.#waits.length - 1)]);
    if (given.aborted) throw new Cancelled();
  }

  async #whilePaused(given: AbortSignal): Promise<void> {
    while (this.#paused && !given.aborted) await this.#sleep(given);
    if (given.aborted) throw new Cancelled();
  }

  async #once(call: Call, given: AbortSignal): Promise<Answer | null> {
    const control = new AbortController();
    const abort = () => control.abort();
    const timer = setTimeout(() => {
      // Perhaps it is only slow: the same bytes get twice the time.
      this.#patience = Math.min(2 * this.#patience, MOST_PATIENCE);
      abort();
    }, this.#patience);
    this.#flying.add(control);
    given.addEventListener("abort", abort);
    try {
      const answer = await this.#ask(call, control.signal);
      return answer.status === TOO_MANY ? null : answer;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return null;
    } finally {
      clearTimeout(timer);
      this.#flying.delete(control);
      given.removeEventListener("abort", abort);
    }
  }

  /** No answer: what is on its way is kept. */
  lost(): void {
    this.#is(true);
  }

  reached(): void {
    this.#is(false);
  }

  #is(kept: boolean): void {
    if (this.#kept === kept) return;
    this.#kept = kept;
    this.#tell(kept);
  }

  #sleep(given: AbortSignal, milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#ends.delete(end);
        given.removeEventListener("abort", end);
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(end, milliseconds);
      this.#ends.add(end);
      given.addEventListener("abort", end);
    });
  }

  #endWaits(): void {
    for (const end of this.#ends) end();
  }
}
