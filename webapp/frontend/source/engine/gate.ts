// What a tip on its way passes: while very many come, a file of its own does what is asked of it.
import type { Door } from "./door.ts";
import { TOO_MANY } from "./outbox.ts";
import { type Ask, Unreachable } from "./server.ts";

/** How a session gets the door of tips, which comes in a file of its own. */
export type DoorOf = () => Promise<Door>;

export class Gate {
  readonly #ask: Ask;
  readonly #doorOf: DoorOf;
  /** Of the tip on its way, once the server asked for more than the tip. */
  #door: Door | null = null;

  constructor(ask: Ask, doorOf: DoorOf) {
    this.#ask = ask;
    this.#doorOf = doorOf;
  }

  /** Another tip comes: nothing was asked of it yet. */
  begin(): void {
    this.#door = null;
  }

  /** Whoever cannot wait for the work gets a turn without it. */
  noWait(): void {
    if (this.#door) this.#door.slower = true;
  }

  readonly ask: Ask = async (call) => {
    if (this.#door) return this.#door.ask(call);
    const answer = await this.#ask(call);
    if (answer.status !== TOO_MANY) return answer;
    this.#door = await this.#doorOf().catch(() => {
      throw new Unreachable();
    });
    return this.#door.ask(call, answer);
  };
}
