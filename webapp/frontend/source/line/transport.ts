// How a chat reaches the server: over the live line where it can be had, by plain calls where not.
import type { Answer, Ask, Call } from "../engine/server.ts";
import type { Tools } from "../engine/tools.ts";
import { Pause } from "./pause.ts";

type Json = Record<string, unknown>;

/** One open connection. */
export interface Line {
  /** The server's acknowledgement; rejects where none comes in time. */
  emit(event: string, payload: Json): Promise<Json>;
  close(): void;
  readonly gone: Promise<void>;
}

export type OnEvent = (name: string, payload: Json) => void;
/** Connects with the receipt's proof; rejects where that is refused, blocked or too slow. */
export type OpenLine = (receipt: string, onEvent: OnEvent) => Promise<Line>;

const ASKING = 4_000; // without the live line, news is at most this old
const SLOWER = 4; // times as long as the last answer took: who is slow is asked less often
const SYNC = 20_000; // with it: what a broken broker swallowed is missed no longer than this
const TO_CONNECT = [1_000, 2_000, 15_000, 30_000, 60_000];
const FAILURES = 2; // after these the page says that it asks
const LARGEST = 8_000; // characters of a frame; what is larger goes as a call

const EVENTS: Readonly<Record<string, string>> = {
  "/api/v1/conversation/envelopes": "send",
  "/api/v1/conversation/end": "end",
  "/api/v1/conversation/stay": "stay",
  "/api/v1/conversation/labels": "labels",
};

/** The event that is the same as this call, if there is one. */
function eventOf({ method, path, body = "{}" }: Call): { name: string; payload: Json } | null {
  const { pathname, searchParams } = new URL(path, "http://here");
  if (method === "GET" && pathname === "/api/v1/conversation") {
    const [s, d] = ["s", "d"].map((side) => Number(searchParams.get(side)));
    return { name: "sync", payload: { s, d } };
  }
  const name = method === "POST" ? EVENTS[pathname] : undefined;
  if (name === undefined || body.length > LARGEST) return null;
  return { name, payload: JSON.parse(body) as Json };
}

function answerOf(json: Json): Answer {
  const type = typeof json.type === "string" ? json.type : "";
  return { status: Number(json.status), problem: type.split(":").pop() ?? "", json };
}

export interface Hooks {
  onEvent: OnEvent;
  /** Asks for everything since; never rejects. */
  sync(): Promise<void>;
  changed(): void;
}

export class Transport {
  readonly #tools: Tools;
  readonly #auth: Uint8Array;
  readonly #openLine: OpenLine;
  readonly #hooks: Hooks;
  readonly #toAsk = new Pause();
  readonly #toConnect = new Pause();
  #line: Line | null = null;
  #failures = 0;
  #reachable = true;
  #stopped = false;

  constructor(tools: Tools, auth: Uint8Array, openLine: OpenLine, hooks: Hooks) {
    this.#tools = tools;
    this.#auth = auth;
    this.#openLine = openLine;
    this.#hooks = hooks;
  }

  get way(): "opening" | "line" | "asking" | "none" {
    if (this.#line !== null) return "line";
    if (!this.#reachable) return "none";
    return this.#failures < FAILURES ? "opening" : "asking";
  }

  start(): void {
    void this.#keepConnecting();
    void this.#keepAsking();
  }

  stop(): void {
    this.#stopped = true;
    this.#line?.close();
    this.hurry();
  }

  /** Ends every wait: there may be a line again. */
  hurry(): void {
    this.#toAsk.end();
    this.#toConnect.end();
  }

  /** The same call over whichever way is open; throws Unreachable where there is no answer. */
  readonly ask: Ask = async (call) => {
    const line = this.#line;
    const event = line && eventOf(call);
    if (!line || !event) return this.#call(call);
    try {
      const answer = answerOf(await line.emit(event.name, event.payload));
      if (answer.status < 500) return answer;
    } catch {
      // A line on which nothing comes back is none, even if nobody has closed it.
      line.close();
    }
    throw new this.#tools.Unreachable();
  };

  /** Says something that is not worth a second try. */
  mention(event: string, payload: Json): void {
    this.#line?.emit(event, payload).catch(() => undefined);
  }

  async #call(call: Call): Promise<Answer> {
    try {
      const answer = await this.#tools.ask(call);
      this.#is(true);
      return answer;
    } catch (error) {
      this.#is(false);
      throw error;
    }
  }

  #is(reachable: boolean): void {
    const changed = this.#reachable !== reachable;
    this.#reachable = reachable;
    if (changed) this.#hooks.changed();
  }

  async #keepAsking(): Promise<void> {
    while (!this.#stopped) {
      const began = performance.now();
      await this.#hooks.sync();
      const slow = SLOWER * (performance.now() - began);
      await this.#toAsk.wait(this.#line === null ? Math.min(Math.max(ASKING, slow), SYNC) : SYNC);
    }
  }

  async #keepConnecting(): Promise<void> {
    while (!this.#stopped) {
      await this.#connect();
      if (this.#line !== null) await this.#lineIsGone(this.#line);
      // Not all at once: after a restart of the server everybody comes back.
      const base = TO_CONNECT[Math.min(this.#failures, TO_CONNECT.length - 1)] ?? 0;
      if (!this.#stopped) await this.#toConnect.wait(base * (1 + Math.random() / 2));
    }
  }

  async #connect(): Promise<void> {
    try {
      this.#line = await this.#openLine(this.#tools.toB64(this.#auth), this.#hooks.onEvent);
      this.#failures = 0;
      this.#reachable = true;
    } catch {
      this.#failures++;
    }
    if (this.#stopped) this.#line?.close();
    this.#hooks.changed();
    // What came between the last answer and this line is asked for.
    if (this.#line !== null) this.#toAsk.end();
  }

  async #lineIsGone(line: Line): Promise<void> {
    await line.gone;
    this.#line = null;
    this.#hooks.changed();
    this.#toAsk.end();
  }
}
