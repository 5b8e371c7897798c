// Looks for what a server could have left out, swapped or slipped into a conversation.
import { equal } from "./bytes.ts";
import type { Direction } from "./envelope.ts";
import { type Link, type Links, type Warning, warn } from "./links.ts";

/** The highest of some numbers, and of `least`; a spread would run out of stack on a long thread. */
export const highest = (least: number, numbers: readonly number[]) =>
  numbers.reduce((most, number) => Math.max(most, number), least);

const OTHER = { S: "D", D: "S" } as const;

/** The lowest numbers that writers said they still saw; the highest such word counts. */
export type Low = Record<Direction, number>;

/** Each envelope with the one kept before it in its direction. */
const pairs = (chain: readonly Link[]) =>
  chain.slice(1).map((link, i) => [chain[i] as Link, link] as const);

/** The numbers missing between two kept envelopes, or a `prev` that is not the hash of the last. */
function continuity(chain: readonly Link[]): Warning[] {
  return pairs(chain).flatMap(([before, { header }]) => {
    const missing = before.header.seq + 1;
    if (header.seq > missing) return [warn("gap", header.direction, missing, header.seq - 1)];
    const holds = equal(header.prev, before.hash);
    return holds ? [] : [warn("broken_prev", header.direction, header.seq)];
  });
}

/** The first number that ought to be here: of what is kept, or of what writers still saw. */
const beginOf = (chain: readonly Link[], low: number) => chain[0]?.header.seq ?? low;

/** Missing first numbers have expired only if somebody who wrote later no longer saw them either. */
function beginning(chain: readonly Link[], direction: Direction, low: number): Warning[] {
  const first = beginOf(chain, low);
  if (first === 1) return [];
  const code = first <= low ? "expired_beginning" : "withheld_beginning";
  return [warn(code, direction, 1, first - 1)];
}

/** What the other side acknowledged beyond the last envelope that is here. */
function newest(chain: readonly Link[], others: readonly Link[], low: number): Warning[] {
  const next = Math.max(beginOf(chain, low), (chain.at(-1)?.header.seq ?? 0) + 1);
  const acknowledged = highest(
    0,
    others.map(({ header }) => header.ackSeq),
  );
  const direction = OTHER[others[0]?.header.direction ?? "S"];
  return acknowledged < next ? [] : [warn("withheld_newest", direction, next, acknowledged)];
}

/** Acknowledgements whose hash is not that of the envelope they name; of those kept here. */
function acks(chain: readonly Link[], others: ReadonlyMap<number, Link>): Warning[] {
  return chain.flatMap(({ header }) => {
    const named = others.get(header.ackSeq);
    const holds = named === undefined || equal(named.hash, header.ack);
    return holds ? [] : [warn("broken_ack", header.direction, header.seq)];
  });
}

const fallen = (chain: readonly Link[]) =>
  pairs(chain).flatMap(([before, { header }]) =>
    header.gen < before.header.gen ? [warn("generation_fell", header.direction, header.seq)] : [],
  );

/**
 * Replies under a key that was already replaced. The envelope that opens a generation acknowledges
 * the last reply before it, so every later reply needs that generation at least; and nobody who
 * acknowledges an envelope can be without its key.
 */
function oldReplies({ S, D }: Links): Warning[] {
  const byNumber = bySeq(S);
  const openings = pairs(S)
    .filter(([before, link]) => link.header.gen > before.header.gen)
    .map(([, link]) => link.header);
  return D.flatMap(({ header }) => {
    const due = openings.filter(({ ackSeq }) => ackSeq < header.seq).map(({ gen }) => gen);
    const seen = byNumber.get(header.ackSeq)?.header.gen ?? 0;
    const old = header.gen < highest(seen, due);
    return old ? [warn("old_generation_reply", "D", header.seq)] : [];
  });
}

const bySeq = (chain: readonly Link[]) => new Map(chain.map((link) => [link.header.seq, link]));

/** Everything that is wrong with, or missing from, the two chains. */
export function checkChains(links: Links, low: Low): Warning[] {
  const { S, D } = links;
  return [
    ...beginning(S, "S", low.S),
    ...beginning(D, "D", low.D),
    ...continuity(S),
    ...continuity(D),
    ...newest(S, D, low.S),
    ...newest(D, S, low.D),
    ...acks(S, bySeq(D)),
    ...acks(D, bySeq(S)),
    ...fallen(S),
    ...fallen(D),
    ...oldReplies(links),
  ];
}
