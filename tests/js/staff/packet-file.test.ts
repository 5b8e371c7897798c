import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import {
  authOf,
  lookupOf,
  openedByLink,
  packed,
  plainWords,
  sealedToKey,
  sealedToLink,
  unpacked,
} from "../../../webapp/frontend/staff/vault/packet-file.ts";

const ARCHIVE = packed("<p>page</p>", '{"a":"ñ"}');
const SECRET = new Uint8Array(32).fill(7);
const WORDS = "apple river stone cloud seven";

describe("a packet as a file", () => {
  it("holds a page and data, and the same packet is the same bytes", () => {
    expect(unpacked(ARCHIVE)).toBe('{"a":"ñ"}');
    expect(packed("<p>page</p>", '{"a":"ñ"}')).toEqual(ARCHIVE);
  });

  it("that is no archive, or holds no data, is refused", () => {
    expect(() => unpacked(new Uint8Array(40))).toThrow();
    expect(() => unpacked(new Uint8Array(0))).toThrow();
  });

  it("is opened by the organisation's key and by no other", async () => {
    const [theirs, another] = await Promise.all([
      generateX25519Identity(),
      generateX25519Identity(),
    ]);
    const sealed = await sealedToKey(ARCHIVE, await identityToRecipient(theirs));
    const open = (identity: string) => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      return decrypter.decrypt(sealed);
    };
    expect(await open(theirs)).toEqual(ARCHIVE);
    await expect(open(another)).rejects.toThrow();
  });

  it.each(["", "age1", "AGE-SECRET-KEY-1", "not a key"])("takes no key %j", async (key) => {
    await expect(sealedToKey(ARCHIVE, key)).rejects.toThrow();
  });
});

describe("a packet behind a link", () => {
  it("needs the link's secret and the words, typed however", async () => {
    const sealed = await sealedToLink(ARCHIVE, SECRET, WORDS);
    expect(await openedByLink(sealed, SECRET, "  Apple, river\nSTONE  cloud-seven. ")).toEqual(
      ARCHIVE,
    );
    await expect(openedByLink(sealed, SECRET, "apple river stone cloud")).rejects.toThrow();
    const other = new Uint8Array(32).fill(8);
    await expect(openedByLink(sealed, other, WORDS)).rejects.toThrow();
    const cut = sealed.slice(0, -1);
    await expect(openedByLink(cut, SECRET, WORDS)).rejects.toThrow();
  });

  it("is found by a hash of what is shown, which tells neither key nor secret", () => {
    expect(lookupOf(SECRET)).toBe(toB64(H(authOf(SECRET))));
    expect(authOf(SECRET)).not.toEqual(SECRET);
  });

  it("has words without case, signs and gaps", () => {
    expect(plainWords("  One-two,THREE 4 ")).toBe("one two three");
    expect(plainWords("١٢٣")).toBe("");
  });
});
