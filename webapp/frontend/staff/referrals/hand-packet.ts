// A packet leaves: made of its release, on record with the server, and only then given to anybody.

import { randomBytes, toB64, utf8 } from "../../lib/bytes.ts";
import { H } from "../../lib/hash.ts";
import {
  type Packet,
  packetOf,
  ReleaseIsOver,
  type ReleaseWords,
  type Shareable,
} from "../logic/packet.ts";
import { dayOf } from "../logic/time.ts";
import { api } from "../store/session.ts";
import { Told } from "../ui/explain.ts";
import { lookupOf, packed, sealedToKey, sealedToLink } from "../vault/packet-file.ts";
import { drawWords } from "../vault/passphrase.ts";
import type { Release } from "../vault/release.ts";
import { pageOf } from "./packet-words.ts";
import { recipientOf } from "./recipients.ts";

const SECRET_LENGTH = 32;
const SPOKEN_WORDS = 5;
const PAGE = "/packet";

/**
 * The packet of a release; null where its row and its signed words do not agree.
 * Raises CaseMovedOn, and ReleaseIsOver after its day or once it is withdrawn.
 */
export function packetFor(release: Release, case_: Shareable, now: Date): Packet | null {
  const { row, words, withdrawn } = release;
  if (words === null) return null;
  if (withdrawn || words.expires_on < dayOf(now)) throw new ReleaseIsOver();
  return packetOf({ id: row.release_id, words }, case_);
}

const archiveOf = (packet: Packet): Uint8Array => packed(pageOf(packet), JSON.stringify(packet));

/**
 * The file for an organisation with a key, once it is on record that it leaves. Raises Told where the
 * organisation has another key by now: the one of the release may be in somebody else's hands.
 */
export async function handFile(
  packet: Packet,
  caseId: string,
  { organisation, key }: ReleaseWords,
): Promise<Uint8Array> {
  if ((await recipientOf(organisation)).key !== key) throw new Told("packet.key-changed");
  const sealed = await sealedToKey(archiveOf(packet), key);
  const digest = toB64(H(sealed));
  await api.handPacketOver(caseId, packet.release, { way: "age", digest, link: null });
  return sealed;
}

export interface Handed {
  link: string;
  words: string;
}

/** A link that opens once, and the words that open what it leads to. */
export async function handLink(packet: Packet, caseId: string, origin: string): Promise<Handed> {
  const secret = randomBytes(SECRET_LENGTH);
  const words = drawWords(SPOKEN_WORDS);
  const sealed = await sealedToLink(archiveOf(packet), secret, words);
  const link = { lookup: lookupOf(secret), sealed: toB64(sealed) };
  const digest = toB64(H(sealed));
  await api.handPacketOver(caseId, packet.release, { way: "link", digest, link });
  return { link: `${origin}${PAGE}#${toB64(secret)}`, words };
}

/** A plain file for the desk's own records, once it is on record that it leaves. */
export async function handPlainFile(packet: Packet, caseId: string): Promise<Uint8Array> {
  const archive = archiveOf(packet);
  const digest = toB64(H(archive));
  await api.handPacketOver(caseId, packet.release, { way: "file", digest, link: null });
  return archive;
}

/** It is on record that the packet was printed, or read out: `print` or `spoken`. */
export async function handByMouth(
  packet: Packet,
  caseId: string,
  way: "print" | "spoken",
): Promise<void> {
  const digest = toB64(H(utf8(JSON.stringify(packet))));
  await api.handPacketOver(caseId, packet.release, { way, digest, link: null });
}
