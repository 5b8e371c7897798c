// A line in memory, as bad as its chances make it: it drops, doubles, delays and breaks, by a seed.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import {
  type Answer,
  type Ask,
  type Call,
  Unreachable,
} from "../../../webapp/frontend/source/engine/server.ts";
import type { Line, OnEvent, OpenLine } from "../../../webapp/frontend/source/line/transport.ts";
import type { FakeServer } from "./fake-server.ts";

/** Even numbers below one, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const PATIENCE = 8_000;
const after = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const PATHS: Readonly<Record<string, string>> = {
  send: "/api/v1/conversation/envelopes",
  end: "/api/v1/conversation/end",
  stay: "/api/v1/conversation/stay",
  labels: "/api/v1/conversation/labels",
};

/** All ways between clients and one server; `chance` is how often each harm happens. */
export class BadLine {
  readonly server: FakeServer;
  readonly #random: () => number;
  chance: number;
  /** No WebSocket gets through. */
  blocked = false;
  /** Nothing gets through. */
  cut = false;
  readonly emitted: string[] = [];
  opened = 0;
  readonly #open = new Set<() => void>();
  readonly #hear = new Set<OnEvent>();

  constructor(server: FakeServer, seed = 1, chance = 0) {
    this.server = server;
    this.#random = seeded(seed);
    this.chance = chance;
  }

  /** Says something to everybody who is connected. */
  say(name: string, payload: Record<string, unknown>): void {
    for (const hear of this.#hear) hear(name, payload);
  }

  /** Every connection breaks. */
  breakAll(): void {
    for (const end of [...this.#open]) end();
  }

  readonly ask: Ask = (call) => this.#carry(() => this.server.answer(call));

  readonly open: OpenLine = async (receipt, onEvent) => {
    await after(10);
    if (this.blocked || this.cut || this.#hits()) throw new Error("no line");
    this.opened++;
    return this.#lineOf(receipt, onEvent);
  };

  #lineOf(receipt: string, onEvent: OnEvent): Line {
    let close: () => void = () => undefined;
    const hear = (envelope: Uint8Array) => void this.#push(envelope, onEvent);
    const gone = new Promise<void>((resolve) => {
      close = () => {
        this.server.listeners.delete(hear);
        this.#open.delete(close);
        this.#hear.delete(onEvent);
        resolve();
      };
    });
    this.server.listeners.add(hear);
    this.#open.add(close);
    this.#hear.add(onEvent);
    const emit: Line["emit"] = async (event, payload) => {
      this.emitted.push(event);
      if (this.#hits()) close();
      if (event === "seen") return { status: 200 };
      const call = callOf(event, payload, fromB64(receipt));
      const { status, problem, json } = await this.#carry(() => this.server.answer(call));
      return { ...json, status, type: `urn:quietline:problem:${problem}` };
    };
    return { emit, close, gone };
  }

  /** An answer, or none in time; what was given up may arrive all the same, late or twice. */
  async #carry(act: () => Answer): Promise<Answer> {
    await after(this.#delay());
    const fails = this.cut || this.#hits();
    if (!fails) {
      const given = act();
      if (this.#hits()) act();
      if (!this.#hits()) return given;
    } else if (!this.cut && this.#hits()) {
      setTimeout(act, PATIENCE * this.#random() * 3);
    }
    await after(PATIENCE);
    throw new Unreachable();
  }

  /** An event on its way to a client: lost, late, or doubled. */
  async #push(envelope: Uint8Array, onEvent: OnEvent): Promise<void> {
    for (let times = this.#hits() ? 2 : 1; times > 0; times--) {
      if (this.cut || this.#hits()) continue;
      await after(this.#delay());
      onEvent("envelope", { envelope: toB64(envelope) });
    }
  }

  #hits(): boolean {
    return this.#random() < this.chance;
  }

  #delay(): number {
    return this.chance === 0 ? 1 : this.#random() * (this.#hits() ? 20_000 : 300);
  }
}

function callOf(event: string, payload: Record<string, unknown>, auth: Uint8Array): Call {
  if (event === "sync") {
    const path = `/api/v1/conversation?s=${payload.s}&d=${payload.d}`;
    return { method: "GET", path, auth };
  }
  return { method: "POST", path: PATHS[event] ?? "", auth, body: JSON.stringify(payload) };
}
