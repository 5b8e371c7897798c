// What somebody calls one of their own device keys or passkeys: sealed under their own keys, so that
// it is there in every browser in which they sign in, and nobody else can read or forge it.

import { NONCE_LENGTH, openWithNonce, sealWithNonce } from "./aead.ts";
import { concat, exactly, fromUtf8, randomBytes, u8, utf8 } from "./bytes.ts";
import { Refused } from "./errors.ts";
import { K } from "./hash.ts";
import { METHOD_NAME } from "./labels.ts";

/** One size for all of them: a length byte and so many bytes of text at most. */
const ROOM = 64;

export interface NamedMethod {
  site: Uint8Array;
  staffId: Uint8Array;
  methodId: Uint8Array;
  kemSeed: Uint8Array;
}

const aad = ({ site, staffId, methodId }: NamedMethod) =>
  concat(
    METHOD_NAME,
    exactly(16, site, "site"),
    exactly(16, staffId, "staff_id"),
    exactly(16, methodId, "method_id"),
  );

const keyOf = ({ kemSeed }: NamedMethod) => K(exactly(32, kemSeed, "KEM seed"), "method name");

/** As much of the name as fits, cut between characters. */
function fitting(name: string): Uint8Array {
  let text = "";
  for (const character of name) {
    if (utf8(text + character).length >= ROOM) break;
    text += character;
  }
  return utf8(text);
}

export function sealMethodName(method: NamedMethod, name: string): Uint8Array {
  const text = fitting(name);
  const padded = concat(u8(text.length), text, new Uint8Array(ROOM - 1 - text.length));
  return sealWithNonce(keyOf(method), randomBytes(NONCE_LENGTH), aad(method), padded);
}

/** The name; throws where it was not sealed for this method by its owner. */
export function openMethodName(method: NamedMethod, sealed: Uint8Array): string {
  const padded = openWithNonce(keyOf(method), aad(method), sealed, ROOM);
  const length = padded[0] ?? 0;
  if (length >= ROOM) throw new Refused("a name longer than its room");
  return fromUtf8(padded.slice(1, 1 + length));
}
