// A packet as one file: a page to read and JSON for another system, zipped and sealed with age.

import { Decrypter, Encrypter } from "age-encryption";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { toB64 } from "../../lib/bytes.ts";
import { H, K } from "../../lib/hash.ts";

const PAGE = "referral.html";
const DATA = "referral.json";
const MOST = 8 * 1024 * 1024;
/** Of scrypt, as a power of two: with five words and the link's 32 bytes about a second is enough. */
const WORK = 15;

/** Both readings of a packet in one archive; the same packet gives the same bytes. */
export function packed(page: string, json: string): Uint8Array {
  const mtime = new Date(Date.UTC(1980, 0, 2));
  return zipSync({ [PAGE]: strToU8(page), [DATA]: strToU8(json) }, { mtime, level: 6 });
}

/** The JSON of an archive. Raises an error for anything else. */
export function unpacked(archive: Uint8Array): string {
  const wanted = ({ name, originalSize }: { name: string; originalSize: number }) =>
    name === DATA && originalSize <= MOST;
  const found = unzipSync(archive, { filter: wanted })[DATA];
  if (found === undefined) throw new Error("no packet");
  return strFromU8(found);
}

/** Sealed to an organisation's age key. Raises an error for what is no such key. */
export async function sealedToKey(archive: Uint8Array, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return await encrypter.encrypt(archive);
}

/** What a link's secret shows to the server, which keeps the hash of it. */
export const authOf = (secret: Uint8Array): Uint8Array => K(secret, "packet auth");

/** How the server finds what a link stands for. */
export const lookupOf = (secret: Uint8Array): string => toB64(H(authOf(secret)));

const passphrase = (secret: Uint8Array, words: string): string =>
  `${toB64(K(secret, "packet key"))} ${words}`;

/** Words as they were drawn, however somebody typed them. */
export const plainWords = (typed: string): string =>
  typed
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.join(" ") ?? "";

/** Sealed so that both the link's secret and the spoken words are needed. */
export async function sealedToLink(
  archive: Uint8Array,
  secret: Uint8Array,
  words: string,
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(WORK);
  encrypter.setPassphrase(passphrase(secret, plainWords(words)));
  return await encrypter.encrypt(archive);
}

/** The archive; raises an error where words or link are others. */
export async function openedByLink(
  sealed: Uint8Array,
  secret: Uint8Array,
  words: string,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase(secret, plainWords(words)));
  return await decrypter.decrypt(sealed);
}
