// Stretches a staff passphrase off the page's thread (128 MiB of Argon2id take seconds): passphrase
// and second secrets come in, one proof and key-encryption key for each go out, then the worker ends.

import { guardOf, openLocked } from "../lib/lock.ts";
import { type StaffFactors, staffFactors, stretchStaff } from "../lib/staff.ts";

export interface StretchRequest {
  passphrase: string;
  seconds: Uint8Array[];
  /** A device key as a locked tab keeps it: counts as one more second where the passphrase opens it. */
  guarded?: Uint8Array;
  site: Uint8Array;
  staffId: Uint8Array;
}

/** What comes of the passphrase with one second secret; the guard comes of the passphrase alone. */
export interface Stretched extends StaffFactors {
  readonly guard: Uint8Array;
}

export type StretchAnswer = { ok: true; factors: Stretched[] } | { ok: false };

/** The device key behind its guard; nothing where the passphrase is another. */
function unguarded(guard: Uint8Array, sealed: Uint8Array | undefined): Uint8Array[] {
  try {
    return sealed === undefined ? [] : [openLocked(guard, sealed)];
  } catch {
    return [];
  }
}

function answer(request: StretchRequest): StretchAnswer {
  const { passphrase, site, staffId } = request;
  let seconds = request.seconds;
  try {
    const stretched = stretchStaff(passphrase, site, staffId);
    const guard = guardOf(stretched, { site, staffId });
    seconds = [...seconds, ...unguarded(guard, request.guarded)];
    const factors = seconds.map((second) => ({ ...staffFactors(stretched, second), guard }));
    stretched.fill(0);
    return { ok: true, factors };
  } catch {
    return { ok: false };
  } finally {
    for (const second of seconds) second.fill(0);
  }
}

addEventListener("message", (event: MessageEvent<StretchRequest>) => {
  postMessage(answer(event.data));
});
