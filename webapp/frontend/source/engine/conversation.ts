// One conversation in the engine's memory: its keys, its envelopes, and what they say when read.
import { equal, fromB64 } from "../../lib/bytes.ts";
import { parseHeader } from "../../lib/envelope.ts";
import { CryptoError } from "../../lib/errors.ts";
import {
  type KeyRecord,
  type KeyRecordJson,
  keyRecordFromJson,
  openSelfWrap,
  verifyKeyRecord,
} from "../../lib/keys.ts";
import { allPages, type Page } from "../../lib/pages.ts";
import type { Receipt } from "../../lib/receipt.ts";
import type { Desk } from "../../lib/roster.ts";
import { type End, readThread, type Thread, threadCache } from "../../lib/thread.ts";
import { type Live, liveFrom } from "./live.ts";
import { type Ask, Unreachable } from "./server.ts";

/** These words open nothing: wrong, unknown, or removed, which all look the same. */
export class UnknownWords extends Error {}

export interface Generation {
  key: Uint8Array;
  kc: Uint8Array;
  epoch: number;
}

interface ConversationJson extends Page {
  conv: string;
  key_records: KeyRecordJson[];
  server_opened: boolean;
  labels?: { channel?: string };
  live?: unknown;
  s: EndJson;
  d: EndJson;
}

interface EndJson {
  seq: number;
  hash: string;
}

const endOf = ({ seq, hash }: EndJson): End => ({ seq, hash: fromB64(hash) });

export class Conversation {
  readonly site: Uint8Array;
  readonly receipt: Receipt;
  readonly conv: Uint8Array;
  readonly generations = new Map<number, Generation>();
  readonly #envelopes: Uint8Array[] = [];
  readonly #cache = threadCache();
  // Where every envelope of a direction has expired, only the server knows the last number.
  #last: Record<"S" | "D", End> | null = null;
  /** The server has held this conversation's key in memory, for somebody without scripts. */
  serverOpened = false;
  /** A generation was offered that this source did not make. */
  strangeKey = false;
  /** How it began: `tip_form`, `chat`, … */
  channel = "";
  /** How a chat stands while it is live, as the server last said. */
  live: Live | null = null;

  constructor(site: Uint8Array, receipt: Receipt, conv: Uint8Array) {
    this.site = site;
    this.receipt = receipt;
    this.conv = conv;
  }

  /** Fetches everything behind a receipt; throws UnknownWords or Unreachable. */
  static async open(ask: Ask, site: Uint8Array, receipt: Receipt): Promise<Conversation> {
    const json = await fetchSince(ask, receipt, 0, 0);
    const conversation = new Conversation(site, receipt, fromB64(json.conv));
    conversation.#takeIn(json);
    return conversation;
  }

  /** Fetches what came since; true if anything did. */
  async sync(ask: Ask): Promise<boolean> {
    const { S, D } = this.read().state;
    const json = await fetchSince(ask, this.receipt, S.seq, D.seq);
    const before = this.#envelopes.length;
    this.#takeIn(json);
    return this.#envelopes.length > before;
  }

  read(): Thread {
    const { site, conv, generations } = this;
    const cache = this.#cache;
    const last = this.#last && { last: this.#last };
    return readThread({
      site,
      conv,
      keys: generations,
      envelopes: this.#envelopes,
      cache,
      ...last,
    });
  }

  holds(envelope: Uint8Array): boolean {
    return this.#envelopes.some((known) => equal(known, envelope));
  }

  /** An envelope that the server has acknowledged, or handed over. */
  add(envelope: Uint8Array): void {
    if (!this.holds(envelope)) this.#envelopes.push(envelope);
  }

  /** Takes in what the server pushes; "gap" where it must be asked for what lies between. */
  take(envelope: Uint8Array): "new" | "known" | "gap" {
    if (this.holds(envelope)) return "known";
    const { conv, direction, seq, gen } = parseHeader(envelope);
    const fits = equal(conv, this.conv) && this.generations.has(gen);
    if (!fits || seq !== this.read().state[direction].seq + 1) return "gap";
    this.add(envelope);
    return "new";
  }

  /** The highest generation whose key this source holds; 0 where there is none. */
  get latest(): number {
    return Math.max(0, ...this.generations.keys());
  }

  /** Whether the next message must open a generation: a newer desk epoch, or the desk asked for it. */
  needsGeneration(desk: Desk): boolean {
    const gen = this.latest;
    const asked = this.read().messages.some(
      (message) => message.inner?.t === "rekey" && message.direction === "D" && message.gen === gen,
    );
    return asked || desk.epoch > (this.generations.get(gen)?.epoch ?? -1);
  }

  #takeIn(json: ConversationJson): void {
    for (const record of json.key_records) this.#takeRecord(record);
    for (const envelope of json.envelopes) this.add(fromB64(envelope));
    this.serverOpened = json.server_opened === true;
    this.channel = json.labels?.channel ?? this.channel;
    this.live = liveFrom(json.live);
    this.#last = { S: endOf(json.s), D: endOf(json.d) };
  }

  // A generation without a valid copy for this receipt was not made by this source: its envelopes
  // stay closed, because whoever made it would otherwise speak in this source's place.
  #takeRecord(json: KeyRecordJson): void {
    try {
      const record = keyRecordFromJson(json);
      const own = equal(record.conv, this.conv) && equal(record.srcVk, this.receipt.srcVk);
      if (own) this.#takeOwn(record);
      else this.strangeKey = true;
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      this.strangeKey = true;
    }
  }

  #takeOwn(record: KeyRecord): void {
    verifyKeyRecord(this.site, record);
    const key = openSelfWrap(this.site, record, this.receipt);
    const { gen, kc, epoch } = record;
    this.generations.set(gen, { key, kc, epoch });
  }
}

function fetchSince(ask: Ask, receipt: Receipt, s: number, d: number): Promise<ConversationJson> {
  const page = async (afterS: number, afterD: number) => {
    const path = `/api/v1/conversation?s=${afterS}&d=${afterD}`;
    const { status, json } = await ask({ method: "GET", path, auth: receipt.auth });
    if (status === 401) throw new UnknownWords();
    if (status !== 200) throw new Unreachable();
    return json as unknown as ConversationJson;
  };
  return allPages(page, s, d);
}
