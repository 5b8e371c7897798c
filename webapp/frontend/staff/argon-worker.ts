// Stretches a staff passphrase off the page's thread (128 MiB of Argon2id take seconds): passphrase
// and device secret come in, sign-in proof and key-encryption key go out, then the worker ends.

import { deriveStaff } from "../lib/staff.ts";

export interface StretchRequest {
  passphrase: string;
  second: Uint8Array;
  site: Uint8Array;
  staffId: Uint8Array;
}

export type StretchAnswer = { ok: true; auth: Uint8Array; kek: Uint8Array } | { ok: false };

function answer(request: StretchRequest): StretchAnswer {
  try {
    const { passphrase, second, site, staffId } = request;
    return { ok: true, ...deriveStaff(passphrase, second, site, staffId) };
  } catch {
    return { ok: false };
  } finally {
    request.second.fill(0);
  }
}

addEventListener("message", (event: MessageEvent<StretchRequest>) => {
  postMessage(answer(event.data));
});
