// Follows the audit's chain in this browser: from the row that it saw last to the newest, and over
// the rows on screen. What does not fit the pin raises KeysDoNotFit and ends in the alarm.

import {
  type AuditPlace,
  auditLink,
  entryDigest,
  signAnchor,
  verifyAnchor,
} from "../../lib/audit.ts";
import { equal, fromB64, toB64 } from "../../lib/bytes.ts";
import type {
  AnchorAnswer,
  AuditAnswer,
  AuditRow,
  HeadAnswer,
  PlaceAnswer,
} from "../api/audit-calls.ts";
import { type Keyring, KeysDoNotFit } from "./keyring.ts";

/** Digests of the rows after one, in order; empty where there are none. */
export type Links = (after: number) => Promise<string[]>;

export const placeOf = ({ number, hash }: PlaceAnswer): AuditPlace => ({
  number,
  hash: fromB64(hash),
});

const same = (one: AuditPlace, other: AuditPlace): boolean =>
  one.number === other.number && equal(one.hash, other.hash);

function demand(holds: boolean): void {
  if (!holds) throw new KeysDoNotFit("audit");
}

/** Whether somebody whom a verified roster lists vouched for this place. */
export function isVouchedFor(anchor: AnchorAnswer, keyring: Keyring): boolean {
  return keyring.signersOf(anchor.staff_id).some(({ signVk }) => {
    try {
      verifyAnchor(signVk, keyring.site, placeOf(anchor), fromB64(anchor.signature));
      return true;
    } catch {
      return false;
    }
  });
}

/** The places after `from` up to row `last`; raises where the server has fewer. */
async function* walk(from: AuditPlace, last: number, links: Links): AsyncGenerator<Step> {
  let { number, hash } = from;
  while (number < last) {
    const some = await links(number);
    demand(some.length > 0);
    for (const link of some) {
      if (number >= last) return;
      number += 1;
      hash = auditLink(hash, number, fromB64(link));
      yield { place: { number, hash }, entry: link };
    }
  }
}

interface Step {
  place: AuditPlace;
  entry: string;
}

/** Where to begin: the pin, or the chain's start where its rows were let go since, vouched for. */
function beginning(pin: AuditPlace, { start }: HeadAnswer, keyring: Keyring): AuditPlace {
  if (pin.number >= start.number) return pin;
  const { anchor } = start;
  demand(anchor !== null && same(placeOf(anchor), placeOf(start)) && isVouchedFor(anchor, keyring));
  return placeOf(start);
}

/** A browser that has no pin begins where a colleague vouched last, or believes what it sees first. */
function firstSight(answer: HeadAnswer, keyring: Keyring): AuditPlace {
  const { anchor, head } = answer;
  return anchor !== null && isVouchedFor(anchor, keyring) ? placeOf(anchor) : placeOf(head);
}

/** The chain's end, which follows from `pin` and from the newest anchor; raises KeysDoNotFit. */
export async function followChain(
  pin: AuditPlace | null,
  answer: HeadAnswer,
  keyring: Keyring,
  links: Links,
): Promise<AuditPlace> {
  const head = placeOf(answer.head);
  const from = pin === null ? firstSight(answer, keyring) : beginning(pin, answer, keyring);
  const { anchor } = answer;
  const vouched = anchor !== null && isVouchedFor(anchor, keyring) ? placeOf(anchor) : null;
  demand(vouched === null || vouched.number <= head.number);
  let last = from;
  for await (const { place } of walk(from, head.number, links)) {
    demand(place.number !== vouched?.number || same(place, vouched));
    last = place;
  }
  demand(same(last, head));
  return head;
}

/** The place, with this person's word for it. */
export function signedAnchor(
  place: AuditPlace,
  keyring: Keyring,
): PlaceAnswer & { signature: string } {
  const signature = toB64(signAnchor(keyring.signSeed, keyring.site, place));
  return { number: place.number, hash: toB64(place.hash), signature };
}

/** What stands for a row in the chain. */
export function digestOf(row: AuditRow): string {
  const bytes = (text: string | null) => (text === null ? null : fromB64(text));
  const { hour, action, old } = row;
  const ids = { actor: bytes(row.actor), subject: fromB64(row.subject), conv: bytes(row.conv) };
  return toB64(entryDigest({ hour, action, old, new: row.new, ...ids }));
}

const isOf = (row: AuditRow, { place, entry }: Step): boolean =>
  row.hash === toB64(place.hash) && digestOf(row) === entry;

/** Rows further back than this are not followed: a page would load for minutes. */
export const FURTHEST = 20_000;

/**
 * The numbers of the rows on a page that are not those of the chain which this browser saw up to
 * `seen`; null where they lie too far back to be followed. Newest row first, as the server gives them.
 */
export async function brokenRows(
  page: Pick<AuditAnswer, "rows" | "before">,
  seen: AuditPlace,
  links: Links,
): Promise<number[] | null> {
  const rows = new Map(page.rows.map((row) => [row.number, row]));
  const [highest, lowest] = [page.rows.at(0)?.number ?? 0, page.rows.at(-1)?.number ?? 0];
  const before = { number: lowest - 1, hash: fromB64(page.before) };
  const from = before.number <= seen.number ? before : seen;
  if (seen.number - from.number > FURTHEST) return null;
  const broken: number[] = [];
  try {
    for await (const step of walk(from, Math.max(highest, seen.number), links)) {
      const { number } = step.place;
      demand(number !== seen.number || same(step.place, seen));
      const row = rows.get(number);
      if (row !== undefined && !isOf(row, step)) broken.push(number);
    }
  } catch (reason) {
    if (reason instanceof KeysDoNotFit) return [...rows.keys()];
    throw reason;
  }
  return broken;
}
