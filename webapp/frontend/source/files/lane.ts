// A conversation as the worker for files knows it: where its files go, and how its engine says that they are there.
import type { Sending } from "../engine/protocol.ts";
import type { Content } from "../engine/writing.ts";
import type { Place } from "./upload.ts";

/** What the engine answers on its port: first the place, then how far each message got. */
type Answer = Place | Sending;

export class Lane {
  readonly place: Promise<Place>;
  readonly #port: MessagePort;
  #answered: (answer: Answer) => void = () => undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    this.place = this.#next() as Promise<Place>;
    port.onmessage = ({ data }: MessageEvent<Answer>) => this.#answered(data);
  }

  /** Hands a message to the engine, which seals and sends it; null tries again what was kept. */
  say(content: Content | null): Promise<Sending> {
    const answer = this.#next() as Promise<Sending>;
    this.#port.postMessage(content);
    return answer;
  }

  /** The engine may forget the conversation, as far as files go. */
  close(): void {
    this.#port.close();
  }

  #next(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }
}
