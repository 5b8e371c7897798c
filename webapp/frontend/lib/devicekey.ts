// A staff member's device secret as 24 words, for the printed card and for typing it in again.
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { exactly } from "./bytes.ts";
import { refusing } from "./errors.ts";
import { normalise } from "./receipt.ts";

export function deviceKeyWords(secret: Uint8Array): string {
  return entropyToMnemonic(exactly(32, secret, "device secret"), wordlist);
}

/** Throws unless these are 24 words whose checksum holds; case and separators do not count. */
export function deviceKeyFromWords(words: string): Uint8Array {
  const entropy = refusing("not a device key", () => mnemonicToEntropy(normalise(words), wordlist));
  return exactly(32, entropy, "device key");
}
