// Both sides read a conversation here: envelopes in, messages and warnings out.
import { NONCE_LENGTH } from "./aead.ts";
import { fromUtf8, jsonBytes, randomBytes, zeros } from "./bytes.ts";
import { checkChains, highest, type Low } from "./chain.ts";
import { type Direction, openEnvelope, SERVER_SEALED, sealEnvelope } from "./envelope.ts";
import { CryptoError, Refused } from "./errors.ts";
import { inReadingOrder, type Link, type LinkCache, sortLinks, type Warning } from "./links.ts";

export type { Warning, WarningCode } from "./links.ts";

/** What is inside an envelope; an unknown `t` is shown as unsupported, never dropped. */
export interface Inner {
  t: string;
  at: string;
  /** The lowest numbers of S and D that the writer still sees. */
  low?: readonly number[];
  [field: string]: unknown;
}

export interface Message {
  direction: Direction;
  seq: number;
  gen: number;
  /** Null: it does not open, or what it holds is not an object with a `t`. */
  inner: Inner | null;
  serverSealed: boolean;
  ackSeq: number;
}

export interface End {
  seq: number;
  hash: Uint8Array;
}

export interface Thread {
  messages: Message[];
  warnings: Warning[];
  /** The last envelope of each direction; seq 0 and a zero hash where there is none. */
  state: Record<Direction, End>;
  /** The highest generation that each direction has used; 0 where there is none. */
  gens: Record<Direction, number>;
  /** The lowest numbers of S and D that are still here; the next number where there is none. */
  low: [number, number];
}

/** What was opened before, by the bytes themselves. What did not open is tried again: its key may come. */
export interface ThreadCache {
  links: LinkCache;
  inners: WeakMap<Uint8Array, Inner>;
}

export const threadCache = (): ThreadCache => ({ links: new WeakMap(), inners: new WeakMap() });

export type ThreadKeys = ReadonlyMap<number, { key: Uint8Array; kc: Uint8Array }>;

export interface ThreadInput {
  site: Uint8Array;
  keys: ThreadKeys;
  envelopes: readonly Uint8Array[];
  /** When given, an envelope of any other conversation is reported and left out. */
  conv?: Uint8Array;
  /** The server's word about each direction's last envelope, for where all have expired. */
  last?: Record<Direction, End>;
  /** Kept by whoever reads the same conversation again and again. */
  cache?: ThreadCache;
}

const NOTHING: End = { seq: 0, hash: zeros(32) };

/** Returns the object inside, or null for anything that is not one with a `t`. */
function parseInner(bytes: Uint8Array): Inner | null {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    const named = typeof value === "object" && value !== null && "t" in value;
    return named && typeof value.t === "string" ? (value as Inner) : null;
  } catch {
    return null;
  }
}

function openInner(site: Uint8Array, keys: ThreadKeys, link: Link): Inner | null {
  const known = keys.get(link.header.gen);
  if (known === undefined) return null;
  try {
    return parseInner(openEnvelope({ site, ...known, envelope: link.envelope }));
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}

function innerOf({ site, keys, cache }: ThreadInput, link: Link): Inner | null {
  const known = cache?.inners.get(link.envelope);
  if (known !== undefined) return known;
  const inner = openInner(site, keys, link);
  if (inner !== null) cache?.inners.set(link.envelope, inner);
  return inner;
}

function messageOf(link: Link, inner: Inner | null): Message {
  const { direction, seq, gen, flags, ackSeq } = link.header;
  return { direction, seq, gen, inner, serverSealed: (flags & SERVER_SEALED) !== 0, ackSeq };
}

function endOf(links: readonly Link[], claimed: End | undefined): End {
  const last = links.at(-1);
  if (last === undefined) return claimed ?? NOTHING;
  return { seq: last.header.seq, hash: last.hash };
}

const isLow = (low: unknown): low is [number, number] =>
  Array.isArray(low) && low.length === 2 && low.every((n) => Number.isSafeInteger(n) && n >= 1);

/** Deletion only ever goes forward, so the highest `low` that anybody wrote is the latest. */
function lowestSeen(messages: readonly Message[]): Low {
  const lows = messages.flatMap(({ inner }) => (isLow(inner?.low) ? [inner.low] : []));
  return {
    S: highest(
      1,
      lows.map(([source]) => source),
    ),
    D: highest(
      1,
      lows.map(([, desk]) => desk),
    ),
  };
}

const highestGen = (chain: readonly Link[]) =>
  highest(
    0,
    chain.map(({ header }) => header.gen),
  );

/** Opens what opens, and checks all that the readers of a conversation must check. */
export function readThread(input: ThreadInput): Thread {
  const { envelopes, conv, last, cache } = input;
  const { links, warnings } = sortLinks(envelopes, conv, cache?.links);
  const messages = inReadingOrder(links).map((link) => messageOf(link, innerOf(input, link)));
  const state = { S: endOf(links.S, last?.S), D: endOf(links.D, last?.D) };
  return {
    messages,
    warnings: [...warnings, ...checkChains(links, lowestSeen(messages))],
    state,
    gens: { S: highestGen(links.S), D: highestGen(links.D) },
    low: [links.S[0]?.header.seq ?? state.S.seq + 1, links.D[0]?.header.seq ?? state.D.seq + 1],
  };
}

export interface NextEnvelope {
  site: Uint8Array;
  thread: Thread;
  direction: Direction;
  conv: Uint8Array;
  gen: number;
  key: Uint8Array;
  kc: Uint8Array;
  /** `low` is filled in from the thread. */
  inner: Inner;
}

/** The writer's rules: a generation never falls, and a reply never uses a replaced one. */
function checkGeneration({ thread, direction, gen }: NextEnvelope): void {
  const least = direction === "S" ? thread.gens.S : Math.max(thread.gens.S, thread.gens.D);
  if (gen < least) throw new Refused("this key was replaced");
}

/** The next message of a direction, sealed; seal again after a 409, never send it under another number. */
export function nextEnvelope(options: NextEnvelope): Uint8Array {
  checkGeneration(options);
  const { site, thread, direction, conv, gen, key, kc } = options;
  const own = thread.state[direction];
  const other = thread.state[direction === "S" ? "D" : "S"];
  const header = {
    flags: 0,
    direction,
    conv,
    gen,
    seq: own.seq + 1,
    prev: own.hash,
    ackSeq: other.seq,
    ack: other.hash,
    nonce: randomBytes(NONCE_LENGTH),
  };
  const inner = jsonBytes({ ...options.inner, low: thread.low });
  return sealEnvelope({ site, kc, key, header, inner });
}
