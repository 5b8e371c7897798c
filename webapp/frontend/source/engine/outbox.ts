// What is on its way to the server: kept until acknowledged, sent again as the same bytes, never twice.
import type { Hour } from "./chat-protocol.ts";
import type { Sending } from "./protocol.ts";
import { type Answer, type Ask, type Call, Unreachable } from "./server.ts";

const TRIES = 6; // each lost race means that another tab or the desk wrote; more is not bad luck
const ACCEPTED = [200, 201, 204];
export const TOO_MANY = 429;

export interface Parcel {
  call: Call;
  /** The server has it: the conversation takes it in. */
  accepted(answer: Answer): void;
}

/** A message that can be sealed again whenever another one was faster. */
export interface Job {
  seal(): Promise<Parcel>;
  /** After a 409: catches up; true if the parcel turns out to have arrived after all. */
  catchUp(parcel: Parcel, answer: Answer): Promise<boolean>;
}

export class Outbox {
  readonly #ask: Ask;
  readonly #afterRaces: "refused" | "kept";
  #kept: { job: Job; parcel: Parcel | null } | null = null;

  /** `afterRaces`: what becomes of a message that lost every race; a chat goes on trying. */
  constructor(ask: Ask, afterRaces: "refused" | "kept" = "refused") {
    this.#ask = ask;
    this.#afterRaces = afterRaces;
  }

  /** Seals and sends; what could not be delivered stays here for `retry`. */
  send(job: Job): Promise<Sending> {
    return this.#deliver(job, null);
  }

  /** Sends what is kept, byte for byte as before; what is no longer here is never called sent. */
  async retry(): Promise<Sending> {
    if (this.#kept === null) return { state: "refused" };
    return this.#deliver(this.#kept.job, this.#kept.parcel);
  }

  async #deliver(job: Job, sealed: Parcel | null): Promise<Sending> {
    let parcel = sealed;
    try {
      for (let tries = 0; tries < TRIES; tries++) {
        parcel ??= await job.seal();
        const answer = await this.#ask(parcel.call);
        const { status, problem, json } = answer;
        if (ACCEPTED.includes(status)) {
          parcel.accepted(answer);
          return this.#finish("sent");
        }
        if (status === TOO_MANY) return this.#keep(job, parcel, json.until as Hour, json.wait);
        if (status !== 409 || problem === "not-allowed") return this.#finish("refused");
        if (await job.catchUp(parcel, answer)) return this.#finish("sent");
        parcel = null;
      }
      return this.#afterRaces === "kept" ? this.#keep(job, null) : this.#finish("refused");
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return this.#keep(job, parcel);
    }
  }

  #keep(job: Job, parcel: Parcel | null, until?: Hour, wait?: unknown): Sending {
    this.#kept = { job, parcel };
    return { state: "kept", until, ...(typeof wait === "number" && { wait }) };
  }

  #finish(state: "sent" | "refused"): Sending {
    this.#kept = null;
    return { state };
  }
}
