// Stretches a staff passphrase off the page's thread (128 MiB of Argon2id take seconds): passphrase
// and second secrets come in, one proof and key-encryption key for each go out, then the worker ends.

import { type StaffFactors, staffFactors, stretchStaff } from "../lib/staff.ts";

export interface StretchRequest {
  passphrase: string;
  seconds: Uint8Array[];
  site: Uint8Array;
  staffId: Uint8Array;
}

export type StretchAnswer = { ok: true; factors: StaffFactors[] } | { ok: false };

function answer({ passphrase, seconds, site, staffId }: StretchRequest): StretchAnswer {
  try {
    const stretched = stretchStaff(passphrase, site, staffId);
    const factors = seconds.map((second) => staffFactors(stretched, second));
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
