// The seven words become keys: the only secret that a source has, and all that it needs.
import { argon2id, RECEIPT_COST } from "./argon.ts";
import { concat, exactly, utf8 } from "./bytes.ts";
import { Malformed } from "./errors.ts";
import { H, K, shortHash } from "./hash.ts";
import { RECEIPT_SALT } from "./labels.ts";
import { publicKey } from "./sign.ts";

export interface Receipt {
  /** Shown to the server to come back. */
  readonly auth: Uint8Array;
  /** What the server stores of `auth`. */
  readonly lookup: Uint8Array;
  /** Opens the source's own copy of the conversation key. */
  readonly self: Uint8Array;
  /** Ed25519 seed. */
  readonly sign: Uint8Array;
  readonly srcVk: Uint8Array;
  /** X-Wing seed, reserved by the protocol. */
  readonly kem: Uint8Array;
}

/** The same letters for however the words are typed: case, accents and separators do not count. */
export function normalise(text: string): string {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return (plain.match(/[A-Za-z]+/g) ?? []).join(" ").toLowerCase();
}

/** The master key `m` behind the words of one site. */
export function stretch(text: string, site: Uint8Array): Uint8Array {
  const salt = shortHash(concat(RECEIPT_SALT, exactly(16, site, "site")));
  return argon2id(utf8(normalise(text)), salt, RECEIPT_COST);
}

export function receiptFrom(master: Uint8Array): Receipt {
  const auth = K(master, "auth");
  const sign = K(master, "sign");
  return {
    auth,
    lookup: H(auth),
    self: K(master, "self"),
    sign,
    srcVk: publicKey(sign),
    kem: K(master, "kem"),
  };
}

/** Words to keys; takes from a tenth of a second to many seconds, so call it in a worker. */
export function deriveReceipt(text: string, site: Uint8Array): Receipt {
  if (normalise(text) === "") throw new Malformed("no words");
  const master = stretch(text, site);
  const receipt = receiptFrom(master);
  master.fill(0);
  return receipt;
}
