// The page's end of the worker for files: fetched with its integrity, and ended with the engine.
import type { FilesKit } from "./page.ts";
import type { Order, Told } from "./protocol.ts";

const NOT_YET = 2_000; // a chat that is being opened is asked for again after so long

/** Fetches the file first: a worker cannot be given an integrity of its own, a fetch can. */
async function checked(address: string, integrity: string): Promise<string> {
  const response = await fetch(address, { integrity, credentials: "omit" });
  if (!response.ok) throw new Error("no worker");
  await response.arrayBuffer();
  return address;
}

export class Client {
  readonly #kit: FilesKit;
  readonly #hear: (told: Told) => void;
  readonly #onEnd: () => void;
  #worker: Promise<Worker> | null = null;
  #lanes = 0;
  /** Counts the engines that ended: what was begun for one of them comes to nothing. */
  #ended = 0;

  constructor(kit: FilesKit, hear: (told: Told) => void, onEnd: () => void) {
    this.#kit = kit;
    this.#hear = hear;
    this.#onEnd = onEnd;
    kit.endsToo.push(() => this.#end());
  }

  /** Rejects where the worker cannot be had; the next order tries again. */
  async order(order: Order, ports: MessagePort[] = []): Promise<void> {
    this.#worker ??= this.#start().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    (await this.#worker).postMessage(order, ports);
  }

  /** The number of a lane to this conversation, once it is there; null where its engine has ended. */
  async lane(of: "thread" | "chat"): Promise<number | null> {
    const visit = this.#ended;
    while (visit === this.#ended) {
      const { port1, port2 } = new MessageChannel();
      if (await this.#kit.ask("files", { of, port: port1 }, [port1])) {
        const lane = ++this.#lanes;
        await this.order({ do: "lane", lane, port: port2 }, [port2]);
        return lane;
      }
      await new Promise((resolve) => setTimeout(resolve, NOT_YET));
    }
    return null;
  }

  async #start(): Promise<Worker> {
    const visit = this.#ended;
    const { worker: address = "", integrity = "" } = this.#kit.viewOf("files").dataset;
    const file = await checked(address, integrity);
    // Left in the meantime: a late file must not bring a worker to life.
    if (visit !== this.#ended) throw new Error("left");
    const worker = new Worker(this.#kit.scriptAddress(file));
    worker.onmessage = ({ data }: MessageEvent<Told>) => this.#hear(data);
    worker.onerror = () => this.#end();
    return worker;
  }

  #end(): void {
    this.#ended++;
    this.#worker?.then((worker) => worker.terminate()).catch(() => undefined);
    this.#worker = null;
    this.#onEnd();
  }
}
