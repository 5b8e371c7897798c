// Makes a vector file from random values, so that the other implementation can be held to this one.
import { toHex, utf8 } from "../bytes.ts";
import { H, K } from "../hash.ts";
import { kemPublic } from "../hpke.ts";
import { pad, paddedLength, padme } from "../padding.ts";
import { normalise, receiptFrom, stretch } from "../receipt.ts";
import { epochKeys } from "../staff.ts";
import { makeAudit } from "./audits.ts";
import { makeConversation } from "./makeconversation.ts";
import { makeDesk } from "./makedesk.ts";
import { makeFile } from "./makefile.ts";
import { Random } from "./random.ts";

/** What all cases of one file share, so that they fit together. */
export interface World {
  random: Random;
  site: Uint8Array;
  conv: Uint8Array;
  staffId: Uint8Array;
  master: Uint8Array;
  epoch: number;
  epochSeed: Uint8Array;
}

const hashCase = (bytes: Uint8Array) => ({ in: toHex(bytes), H: toHex(H(bytes)) });

function kdfCase(random: Random) {
  const [key, label, ctx] = [random.bytes(32), random.text(random.whole(0, 20)), random.bytes(18)];
  return { key: toHex(key), label, ctx: toHex(ctx), K: toHex(K(key, label, ctx)) };
}

function unpadCases(random: Random) {
  const inner = random.bytes(random.whole(0, 900));
  const padded = pad(inner);
  const dirty = padded.slice();
  dirty[padded.length - 1] = random.whole(1, 255);
  const tooLong = padded.slice();
  tooLong.set([0, 0, 4, 0]);
  return {
    accept: { padded: toHex(padded), inner: toHex(inner) },
    reject: {
      "non-zero padding": toHex(dirty),
      "length past the end": toHex(tooLong),
      "not the smallest bucket": toHex(padded) + "00".repeat(4096 - padded.length),
      "not a bucket": toHex(padded.slice(0, -1)),
      short: "000000",
      empty: "",
    },
  };
}

function receiptCase(words: string, site: Uint8Array) {
  const master = stretch(words, site);
  const { auth, lookup, self, sign, kem } = receiptFrom(master);
  return {
    words,
    site: toHex(site),
    normalised: normalise(words),
    master: toHex(master),
    auth: toHex(auth),
    lookup: toHex(lookup),
    self: toHex(self),
    sign: toHex(sign),
    kem: toHex(kem),
  };
}

function epochCase(seed: Uint8Array) {
  const { kemSeed, records, public: deskPublic } = epochKeys(seed);
  return {
    seed: toHex(seed),
    kem_seed: toHex(kemSeed),
    records: toHex(records),
    public: toHex(deskPublic),
  };
}

const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make);

function makeBasics(random: Random, words: string[], world: World) {
  const lengths = [0, 1, 2, 65_536, 65_537, ...many(20, () => random.whole(0, 100_000_000))];
  const contents = [4, 1024, 1025, 65_536, 65_537, ...many(20, () => random.whole(4, 200_000))];
  const seeds = many(2, () => random.bytes(32));
  return {
    hash: [0, 1, 128, 129, random.whole(2, 2000)].map((size) => hashCase(random.bytes(size))),
    kdf: many(5, () => kdfCase(random)),
    padme: lengths.map((length) => [length, padme(length)]),
    padded_length: contents.map((length) => [length, paddedLength(length)]),
    unpad: unpadCases(random),
    receipt: words.map((each) => receiptCase(each, world.site)),
    kem: seeds.map((seed) => ({ seed: toHex(seed), public: toHex(kemPublic(seed)) })),
    epoch: epochCase(world.epochSeed),
  };
}

/** A whole vector file of Protocol 1; all but what HPKE draws for itself follows from the seed. */
export async function makeVectors(seed: string): Promise<unknown> {
  const random = new Random(seed);
  const words = many(2, () => `a${random.text(random.whole(5, 60))}`);
  const site = random.bytes(16);
  const world: World = {
    random,
    site,
    conv: random.bytes(16),
    staffId: random.bytes(16),
    master: stretch(words[0] ?? "", site),
    epoch: random.whole(1, 0xffff_fff0),
    epochSeed: random.bytes(32),
  };
  const tag = `random-${toHex(H(utf8(seed))).slice(0, 12)}`;
  return {
    protocol: 1,
    note: "Random values, sealed and signed by the TypeScript implementation.",
    tag,
    file_data: "data = SHAKE256(tag | '|' | name)[:size], tag and name ASCII",
    cases: {
      ...makeBasics(random, words, world),
      ...(await makeConversation(world)),
      file: makeFile(world, tag),
      ...(await makeDesk(world)),
      audit: makeAudit(world),
    },
  };
}
