// Puts the envelopes that the server gave into their two chains, and the chains into reading order.
import { equal } from "./bytes.ts";
import { type Direction, type Header, parseHeader } from "./envelope.ts";
import { CryptoError } from "./errors.ts";
import { H } from "./hash.ts";

export interface Link {
  header: Header;
  envelope: Uint8Array;
  hash: Uint8Array;
}

export type Links = Record<Direction, Link[]>;

export type WarningCode =
  | "malformed"
  | "other_conversation"
  | "two_of_one_number"
  | "gap"
  | "withheld_beginning"
  | "withheld_newest"
  | "expired_beginning"
  | "broken_prev"
  | "broken_ack"
  | "generation_fell"
  | "old_generation_reply";

/** What a reader must be told; it is about the numbers from `seq` to `last` of one direction. */
export interface Warning {
  code: WarningCode;
  direction: Direction;
  seq: number;
  last: number;
}

export function warn(
  code: WarningCode,
  direction: Direction,
  seq: number,
  last: number = seq,
): Warning {
  return { code, direction, seq, last };
}

/** What was hashed before, by the bytes themselves: a long thread is read again after every message. */
export type LinkCache = WeakMap<Uint8Array, Link>;

function linkOf(envelope: Uint8Array, cache: LinkCache | undefined): Link | null {
  const known = cache?.get(envelope);
  if (known !== undefined) return known;
  try {
    const link = { header: parseHeader(envelope), envelope, hash: H(envelope) };
    cache?.set(envelope, link);
    return link;
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}

/** Adds a link to its chain unless its number is taken; says so if the bytes are others. */
function place(chain: Map<number, Link>, link: Link): Warning[] {
  const { direction, seq } = link.header;
  const present = chain.get(seq);
  if (present === undefined) chain.set(seq, link);
  const same = present === undefined || equal(present.hash, link.hash);
  return same ? [] : [warn("two_of_one_number", direction, seq)];
}

const ascending = (chain: Map<number, Link>) =>
  [...chain.values()].sort((one, other) => one.header.seq - other.header.seq);

/** The two chains by number, each envelope once, and what was wrong with what was left out. */
export function sortLinks(
  envelopes: readonly Uint8Array[],
  conv: Uint8Array | undefined,
  cache?: LinkCache,
): { links: Links; warnings: Warning[] } {
  const chains = { S: new Map<number, Link>(), D: new Map<number, Link>() };
  const warnings = envelopes.flatMap((envelope) => {
    const link = linkOf(envelope, cache);
    if (link === null) return [warn("malformed", envelope[3] === 0x44 ? "D" : "S", 0)];
    const { direction, seq, conv: named } = link.header;
    if (conv !== undefined && !equal(named, conv)) {
      return [warn("other_conversation", direction, seq)];
    }
    return place(chains[direction], link);
  });
  return { links: { S: ascending(chains.S), D: ascending(chains.D) }, warnings };
}

/** Whether everything that this envelope's writer had seen of the other side is placed already. */
const isReady = (link: Link, otherSide: Link | undefined) =>
  otherSide === undefined || otherSide.header.seq > link.header.ackSeq;

/**
 * One order in which every message stands after those that its writer had seen. Where two crossed,
 * the source's comes first: both sides then see the same order, whatever the server's was.
 */
export function inReadingOrder({ S, D }: Links): Link[] {
  const ordered: Link[] = [];
  let s = 0;
  let d = 0;
  while (s < S.length || d < D.length) {
    const source = S[s];
    const desk = D[d];
    const deskFirst =
      source === undefined ||
      (desk !== undefined && !isReady(source, desk) && isReady(desk, source));
    const next = deskFirst ? desk : source;
    if (next !== undefined) ordered.push(next);
    if (deskFirst) d++;
    else s++;
  }
  return ordered;
}
