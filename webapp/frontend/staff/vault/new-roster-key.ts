// A new roster key, named by the root: made where the root's words are typed, sealed to everybody who
// signs rosters, and put to work by the first roster that it signs.

import { fromB64, randomBytes, toB64 } from "../../lib/bytes.ts";
import { deviceKeyFromWords } from "../../lib/devicekey.ts";
import { encodeCertificate, signStatement } from "../../lib/roster.ts";
import { publicKey } from "../../lib/sign.ts";
import { sealRosterKey } from "../../lib/staff.ts";
import type { Certified } from "../api/people-calls.ts";
import { kemOf, nextRoster, type Office, signsRosters } from "./rosters.ts";

const DAY = 86_400;
const CERTIFICATE_DAYS = 400;

/** The root's seed out of its 24 words; null where they are no key, or another site's. */
export function rootSeedOf(words: string, rootVk: string): Uint8Array | null {
  try {
    const seed = deviceKeyFromWords(words);
    if (toB64(publicKey(seed)) === rootVk) return seed;
    seed.fill(0);
  } catch {
    // Words that are no key are not this site's root either.
  }
  return null;
}

async function sealedToSigners(office: Office, rosterSeed: Uint8Array) {
  const { chain, desk, keyring } = office;
  const signers = chain.current.members.filter(({ role }) => signsRosters(role));
  return Promise.all(
    signers.map(async (member) => {
      const { staffId } = member;
      const kemPublic = kemOf(desk, member);
      const wrap = await sealRosterKey({ site: keyring.site, staffId, kemPublic, rosterSeed });
      return { staff_id: toB64(staffId), wrap: toB64(wrap) };
    }),
  );
}

/** What the server keeps of it; both seeds are overwritten by whoever drew them. */
export async function newRosterKey(office: Office, rootSeed: Uint8Array): Promise<Certified> {
  const { chain, desk, now } = office;
  const rosterSeed = randomBytes(32);
  const notBefore = Math.max(now - DAY, chain.certificate.notBefore + 1);
  const certificate = encodeCertificate({
    site: fromB64(desk.site),
    rosterVk: publicKey(rosterSeed),
    notBefore,
    notAfter: notBefore + CERTIFICATE_DAYS * DAY,
  });
  try {
    const { roster } = await nextRoster(office, chain.current.members, rosterSeed, false);
    return {
      certificate: toB64(certificate),
      certificate_signature: toB64(signStatement(rootSeed, certificate)),
      roster,
      roster_key_wraps: await sealedToSigners(office, rosterSeed),
    };
  } finally {
    rosterSeed.fill(0);
  }
}
