// Passkeys as a second secret: 32 bytes from the authenticator's PRF, at a place that only this site
// asks for. The signature that comes with them is not used; what they open is proof enough.

import { concat, randomBytes, toB64 } from "../../lib/bytes.ts";
import { prfInput } from "../../lib/staff.ts";
import { Told } from "../ui/explain.ts";

const ID = 16;
const PATIENCE_MS = 120_000;
/** EdDSA, ES256, RS256: an authenticator wants to hear at least one that it knows. */
const ALGORITHMS = [-8, -7, -257];

export interface Passkey {
  second: Uint8Array;
  staffId: string;
  methodId: string;
}

export interface NewPasskey {
  site: Uint8Array;
  staffId: Uint8Array;
  methodId: Uint8Array;
  /** What the device shows beside the passkey: the sign-in name. */
  name: string;
}

/** Whether this browser has passkeys at all; whether they have a PRF shows when one is used. */
export const passkeysHere = (): boolean =>
  typeof PublicKeyCredential === "function" && navigator.credentials !== undefined;

const WORDS: Record<string, string> = {
  NotAllowedError: "passkey.cancelled",
  AbortError: "passkey.cancelled",
  SecurityError: "passkey.not-here",
  NotSupportedError: "passkey.no-prf",
  ConstraintError: "passkey.no-check",
};

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!passkeysHere()) throw new Told("passkey.none");
  let made: Credential | null;
  try {
    made = await ask();
  } catch (reason) {
    const name = reason instanceof DOMException ? reason.name : "";
    throw new Told(WORDS[name] ?? "passkey.failed");
  }
  if (!(made instanceof PublicKeyCredential)) throw new Told("passkey.failed");
  return made;
}

const prfOf = (credential: PublicKeyCredential) => credential.getClientExtensionResults().prf;

function bytesOf(source: BufferSource): Uint8Array {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return view.slice();
}

const bare = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

const evaluated = (site: Uint8Array) => ({ prf: { eval: { first: bare(prfInput(site)) } } });

/** Ask for any passkey of this site, or for the one named. */
async function evaluate(site: Uint8Array, only: BufferSource[] = []): Promise<PublicKeyCredential> {
  return asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bare(randomBytes(32)),
        userVerification: "required",
        timeout: PATIENCE_MS,
        allowCredentials: only.map((id) => ({ type: "public-key" as const, id })),
        extensions: evaluated(site),
      },
    }),
  );
}

function secondOf(credential: PublicKeyCredential): Uint8Array {
  const first = prfOf(credential)?.results?.first;
  if (first === undefined) throw new Told("passkey.no-prf");
  const second = bytesOf(first);
  if (second.length !== 32) throw new Told("passkey.no-prf");
  return second;
}

/** Use one of this site's passkeys; raises with words for the form. */
export async function usePasskey(site: Uint8Array): Promise<Passkey> {
  const credential = await evaluate(site);
  const { userHandle } = credential.response as AuthenticatorAssertionResponse;
  const whose = userHandle === null ? new Uint8Array() : bytesOf(userHandle);
  if (whose.length !== 2 * ID) throw new Told("passkey.unknown");
  const [staffId, methodId] = [toB64(whose.slice(0, ID)), toB64(whose.slice(ID))];
  return { second: secondOf(credential), staffId, methodId };
}

/** Make a passkey and give its second secret; where it has none, nothing of it may stay behind. */
export async function makePasskey(wanted: NewPasskey): Promise<{ id: string; second: Uint8Array }> {
  const { site, staffId, methodId, name } = wanted;
  const credential = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: "Desk" },
        user: { id: bare(concat(staffId, methodId)), name, displayName: name },
        challenge: bare(randomBytes(32)),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key" as const, alg })),
        authenticatorSelection: {
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
        attestation: "none",
        timeout: PATIENCE_MS,
        extensions: evaluated(site),
      },
    }),
  );
  const id = toB64(bytesOf(credential.rawId));
  try {
    // Some give the PRF when a passkey is made, others only when it is used.
    const made = prfOf(credential);
    if (made?.enabled !== true && made?.results === undefined) throw new Told("passkey.no-prf");
    const given = made.results?.first === undefined ? null : credential;
    return { id, second: secondOf(given ?? (await evaluate(site, [credential.rawId]))) };
  } catch (reason) {
    await forgetPasskey(id);
    throw reason;
  }
}

interface Signals {
  signalUnknownCredential?: (which: { rpId: string; credentialId: string }) => Promise<void>;
}

/** Tell the browser that a passkey leads nowhere, where it can be told. */
export async function forgetPasskey(credentialId: string): Promise<void> {
  const signals = PublicKeyCredential as unknown as Signals;
  const where = { rpId: location.hostname, credentialId };
  await signals.signalUnknownCredential?.(where).catch(() => undefined);
}
