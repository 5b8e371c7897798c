// Somebody is asked onto staff: the secret in the link never goes to the server, only what it proves;
// the newcomer's keys are made in the newcomer's browser, and both sides read out the same words of them.

import { wordlist } from "@scure/bip39/wordlists/english.js";
import { concat, exactly, fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { fingerprintWords } from "../../lib/fingerprint.ts";
import { H, K } from "../../lib/hash.ts";
import { encodeMembers, memberOf } from "../../lib/roster.ts";
import { METHOD_DEVICE, newStaffKeys, type StaffFactors, sealStaffBlob } from "../../lib/staff.ts";
import type { About, InviteIn, NewKeys, NewLink } from "../api/people-calls.ts";

export const CODE_DIGITS = 6;
const FRAGMENT = "#invite=";
const LOST_FRAGMENT = "#lost=";

export type Stretch = (request: {
  passphrase: string;
  second: Uint8Array;
  site: Uint8Array;
  staffId: Uint8Array;
}) => Promise<StaffFactors>;

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

function makeLink(): { secret: Uint8Array; call: NewLink } {
  const secret = randomBytes(32);
  const lookup = toB64(H(proofOf(secret)));
  return { secret, call: { invite_id: toB64(randomBytes(16)), lookup, code: drawCode() } };
}

/** An invite, and the two things to hand over: the link, and by another way the code. */
export function makeInvite(asked: Asked, origin: string) {
  const { secret, call } = makeLink();
  const invite: InviteIn = { ...asked, ...call };
  return { call: invite, code: call.code, link: `${origin}/${FRAGMENT}${toB64(secret)}` };
}

/** The same for somebody on staff who lost every device: the link says who they are. */
export function makeLostLink(staffId: string, origin: string) {
  const { secret, call } = makeLink();
  const inside = toB64(concat(secret, fromB64(staffId)));
  return { call, code: call.code, link: `${origin}/${LOST_FRAGMENT}${inside}` };
}

/** What a link holds: its secret, and who lost a device; `staffId` is null for a newcomer. */
export interface Link {
  secret: Uint8Array;
  staffId: Uint8Array | null;
}

/** The link that an address's fragment holds; null where it is none. */
export function linkIn(fragment: string): Link | null {
  try {
    if (fragment.startsWith(FRAGMENT)) {
      const secret = exactly(32, fromB64(fragment.slice(FRAGMENT.length)), "secret");
      return { secret, staffId: null };
    }
    if (!fragment.startsWith(LOST_FRAGMENT)) return null;
    const inside = exactly(48, fromB64(fragment.slice(LOST_FRAGMENT.length)), "link");
    return { secret: inside.slice(0, 32), staffId: inside.slice(32) };
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

interface Owner {
  site: Uint8Array;
  staffId: Uint8Array;
  role: number;
}

/** Keys that nobody had before, sealed under passphrase and device key; and the words to read out. */
export function freshKeys(
  { site, staffId, role }: Owner,
  { auth, kek }: StaffFactors,
): { keys: NewKeys; words: string[] } {
  const own = newStaffKeys();
  const blob = sealStaffBlob({ site, staffId, method: METHOD_DEVICE, kek, ...own });
  const method_id = toB64(randomBytes(16));
  const method = { method_id, method: METHOD_DEVICE, auth: toB64(auth), blob: toB64(blob) };
  const keys: NewKeys = {
    staff_id: toB64(staffId),
    sign_vk: toB64(own.signVk),
    kem_public: toB64(own.kemPublic),
    methods: [method],
    again_hash: null,
  };
  const words = wordsOf(staffId, own, role);
  for (const secret of [kek, own.kemSeed, own.signSeed]) secret.fill(0);
  return { keys, words };
}

/** A newcomer's: with an id of their own, and with the hash of what their passphrase proves. */
export async function makeOwnKeys(
  given: { site: Uint8Array; role: number; passphrase: string; second: Uint8Array },
  stretch: Stretch,
): Promise<{ keys: NewKeys; words: string[] }> {
  const { site, role, passphrase, second } = given;
  const staffId = randomBytes(16);
  const factors = await stretch({ passphrase, second: second.slice(), site, staffId });
  const { keys, words } = freshKeys({ site, staffId, role }, factors);
  return { keys: { ...keys, again_hash: toB64(H(factors.again)) }, words };
}
