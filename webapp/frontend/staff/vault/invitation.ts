// Somebody is asked onto staff: the secret in the link never goes to the server, only what it proves;
// the newcomer's keys are made in the newcomer's browser, and both sides read out the same words of them.

import { wordlist } from "@scure/bip39/wordlists/english.js";
import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { fingerprintWords } from "../../lib/fingerprint.ts";
import { H, K } from "../../lib/hash.ts";
import { encodeMembers, memberOf } from "../../lib/roster.ts";
import { METHOD_DEVICE, newStaffKeys, sealStaffBlob } from "../../lib/staff.ts";
import type { About, InviteIn, NewKeys } from "../api/people-calls.ts";

export const CODE_DIGITS = 6;
const FRAGMENT = "#invite=";

export type Stretch = (request: {
  passphrase: string;
  second: Uint8Array;
  site: Uint8Array;
  staffId: Uint8Array;
}) => Promise<{ auth: Uint8Array; kek: Uint8Array }>;

export interface Asked extends About {
  name: string;
  role: number;
}

/** Six digits, each number equally likely. */
function drawCode(): string {
  const all = 10 ** CODE_DIGITS;
  const limit = Math.floor(2 ** 32 / all) * all;
  for (;;) {
    const drawn = new DataView(randomBytes(4).buffer).getUint32(0);
    if (drawn < limit) return String(drawn % all).padStart(CODE_DIGITS, "0");
  }
}

/** What the link's secret proves to the server, which keeps a hash of it. */
export const proofOf = (secret: Uint8Array): Uint8Array => K(secret, "invite proof");

/** An invite, and the two things to hand over: the link, and by another way the code. */
export function makeInvite(asked: Asked, origin: string) {
  const secret = randomBytes(32);
  const code = drawCode();
  const call: InviteIn = {
    ...asked,
    invite_id: toB64(randomBytes(16)),
    lookup: toB64(H(proofOf(secret))),
    code,
  };
  return { call, code, link: `${origin}/${FRAGMENT}${toB64(secret)}` };
}

/** The secret of a link, out of the address's fragment; null where it is none. */
export function secretIn(fragment: string): Uint8Array | null {
  if (!fragment.startsWith(FRAGMENT)) return null;
  try {
    const secret = fromB64(fragment.slice(FRAGMENT.length));
    return secret.length === 32 ? secret : null;
  } catch {
    return null;
  }
}

/** The words of what a roster would say of somebody: their id, both keys and their role. */
export function wordsOf(
  staffId: Uint8Array,
  keys: { signVk: Uint8Array; kemPublic: Uint8Array },
  role: number,
): string[] {
  return fingerprintWords(H(encodeMembers([memberOf(staffId, keys, role)])), wordlist);
}

/** The words of the root, for posters and for staff. */
export const rootWords = (rootVk: string): string[] => fingerprintWords(fromB64(rootVk), wordlist);

/** Keys of one's own, sealed under passphrase and device key; and the words to read out. */
export async function makeOwnKeys(
  given: { site: Uint8Array; role: number; passphrase: string; second: Uint8Array },
  stretch: Stretch,
): Promise<{ keys: NewKeys; words: string[] }> {
  const { site, role, passphrase, second } = given;
  const staffId = randomBytes(16);
  const own = newStaffKeys();
  const { auth, kek } = await stretch({ passphrase, second: second.slice(), site, staffId });
  const blob = sealStaffBlob({ site, staffId, method: METHOD_DEVICE, kek, ...own });
  const keys: NewKeys = {
    staff_id: toB64(staffId),
    sign_vk: toB64(own.signVk),
    kem_public: toB64(own.kemPublic),
    methods: [
      {
        method_id: toB64(randomBytes(16)),
        method: METHOD_DEVICE,
        auth: toB64(auth),
        blob: toB64(blob),
      },
    ],
  };
  const words = wordsOf(staffId, own, role);
  for (const secret of [kek, own.kemSeed, own.signSeed]) secret.fill(0);
  return { keys, words };
}
