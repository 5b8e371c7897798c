// The door of tips: while very many come it asks for work, or gives a turn in a slower lane.
import { type Worked, work } from "./puzzle.ts";
import type { Answer, Ask, Call } from "./server.ts";

/** After this the slower lane takes the tip, however slow the device: nobody is kept out by work. */
const LONGEST = 10_000;
const TRIES = 3;

/** Lent by the engine, which has it. */
export type FromB64 = (text: string) => Uint8Array;

export class Door {
  readonly #ask: Ask;
  readonly #fromB64: FromB64;
  /** The person cannot wait for the work, or their device cannot do it. */
  slower = false;
  #place: unknown;

  constructor(ask: Ask, fromB64: FromB64) {
    this.#ask = ask;
    this.#fromB64 = fromB64;
  }

  /** Sends a tip, with all that is asked of it on the way; `first` was answered already. */
  async ask(call: Call, first?: Answer): Promise<Answer> {
    let answer = first ?? (await this.#ask(this.#with(call)));
    for (let tries = 0; answer.problem === "puzzle" && tries < TRIES; tries++) {
      const worked = this.slower ? null : await this.#work(answer);
      if (worked === null) this.slower = true;
      answer = await this.#ask(this.#with(call, worked));
    }
    this.#place = answer.json.place ?? undefined;
    return answer;
  }

  async #work({ json }: Answer) {
    const until = Date.now() + LONGEST;
    return work(json, this.#fromB64, () => !this.slower && Date.now() < until);
  }

  #with(call: Call, done?: Worked | null): Call {
    const slower = this.slower || undefined;
    const said = JSON.stringify({ slower, place: this.#place, work: done ?? undefined });
    if (said === "{}") return call;
    return { ...call, body: `${call.body?.slice(0, -1)},${said.slice(1)}` };
  }
}
