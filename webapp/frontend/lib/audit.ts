// The audit's chain of hashes, and the anchors by which staff vouch for it: a browser that keeps one
// hash notices whatever the server removes, changes or moves before it.
import { concat, exactly, u8, u64, utf8 } from "./bytes.ts";
import { H } from "./hash.ts";
import { AUDIT_ANCHOR, AUDIT_LINK, AUDIT_ROW } from "./labels.ts";
import { sign, verify } from "./sign.ts";

/** What one row says; `actor` is null for a source or the service itself. */
export interface AuditEntry {
  readonly hour: string;
  readonly actor: Uint8Array | null;
  readonly action: string;
  readonly subject: Uint8Array;
  readonly old: string | null;
  readonly new: string | null;
  readonly conv: Uint8Array | null;
}

/** A place in the chain: a row's number and its hash. */
export interface AuditPlace {
  readonly number: number;
  readonly hash: Uint8Array;
}

/** Nothing and an empty text differ: the length counts from 1 where there is a value. */
function part(value: Uint8Array | string | null): Uint8Array {
  if (value === null) return u8(0);
  const bytes = typeof value === "string" ? utf8(value) : value;
  return concat(u8(bytes.length + 1), bytes);
}

/** What stands for a row without saying it: who may not read the audit follows it with these. */
export function entryDigest(entry: AuditEntry): Uint8Array {
  const { hour, actor, action, subject, old, new: now, conv } = entry;
  return H(concat(AUDIT_ROW, ...[hour, actor, action, subject, old, now, conv].map(part)));
}

/** The hash of row `number`, from that of the row before and its own entry's digest. */
export function auditLink(previous: Uint8Array, number: number, entry: Uint8Array): Uint8Array {
  exactly(32, previous, "previous hash");
  return H(concat(AUDIT_LINK, previous, u64(number), exactly(32, entry, "entry's digest")));
}

/** The bytes that an anchor's signature covers. */
export function anchorMessage(site: Uint8Array, place: AuditPlace): Uint8Array {
  exactly(16, site, "site");
  return concat(AUDIT_ANCHOR, site, u64(place.number), exactly(32, place.hash, "hash"));
}

export function signAnchor(signSeed: Uint8Array, site: Uint8Array, place: AuditPlace): Uint8Array {
  return sign(signSeed, anchorMessage(site, place));
}

/** Throws unless this member of staff vouched for the audit up to this place. */
export function verifyAnchor(
  staffVk: Uint8Array,
  site: Uint8Array,
  place: AuditPlace,
  signature: Uint8Array,
): void {
  verify(staffVk, anchorMessage(site, place), signature);
}
