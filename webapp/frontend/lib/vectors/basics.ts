// Known answers for what everything rests on: hashes, padding, receipts, KEM keys, epochs.
import { H, K } from "../hash.ts";
import { kemPublic } from "../hpke.ts";
import { isPaddedLength, pad, paddedLength, padme, unpad } from "../padding.ts";
import { normalise, type Receipt, receiptFrom, stretch } from "../receipt.ts";
import { publicKey } from "../sign.ts";
import { epochKeys } from "../staff.ts";
import { Difference, type Fields, items, objects, type VectorFile, whole } from "./fields.ts";
import { check, refuseAll, type Tally } from "./rejects.ts";

export async function checkHash(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("hash")) {
    one.compare("H", H(one.data("in")));
    one.finish();
    tally.accepted++;
  }
}

export async function checkKdf(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("kdf")) {
    const [key, label, ctx] = [one.data("key"), one.text("label"), one.data("ctx")];
    one.compare("K", await one.holding("K", () => K(key, label, ctx)));
    one.finish();
    tally.accepted++;
  }
}

function pairs(value: unknown, path: string) {
  return items(value, path).map((pair) => {
    const [length, expected, ...more] = items(pair.value, pair.path);
    if (length === undefined || expected === undefined || more.length > 0) {
      throw new Difference(`${pair.path}: not a pair of lengths`);
    }
    return {
      length: whole(length.value, length.path),
      expected: whole(expected.value, expected.path),
      path: pair.path,
    };
  });
}

export async function checkPadme(file: VectorFile, tally: Tally): Promise<void> {
  for (const { length, expected, path } of pairs(file.group("padme"), "padme")) {
    if (length < 0 || padme(length) !== expected) throw new Difference(`${path}: differs`);
    tally.accepted++;
  }
}

export async function checkPaddedLength(file: VectorFile, tally: Tally): Promise<void> {
  for (const { length, expected, path } of pairs(file.group("padded_length"), "padded_length")) {
    const right = length >= 0 && paddedLength(length) === expected && isPaddedLength(expected);
    if (!right) throw new Difference(`${path}: differs`);
    tally.accepted++;
  }
}

export async function checkUnpad(file: VectorFile, tally: Tally): Promise<void> {
  for (const group of file.cases("unpad")) {
    for (const one of objects(group.take("accept"), group.place("accept"))) {
      const padded = one.data("padded");
      one.compare("inner", await one.holding("padded", () => unpad(padded)));
      one.compare("padded", pad(one.data("inner")));
      one.finish();
      tally.accepted++;
    }
    const opens = check("unpad", "padded", (altered) => unpad(altered.data("padded")));
    await refuseAll(group, [opens], "padded", tally);
    group.finish();
  }
}

/** The keys that a `receipt` case states; they are checked where that case is. */
export function statedReceipt(one: Fields): Receipt {
  return {
    auth: one.data("auth"),
    lookup: one.data("lookup"),
    self: one.data("self"),
    sign: one.data("sign"),
    srcVk: publicKey(one.data("sign")),
    kem: one.data("kem"),
  };
}

export async function checkReceipt(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("receipt")) {
    const [words, site] = [one.text("words"), one.data("site")];
    one.compare("normalised", normalise(words));
    const master = await one.holding("master", () => stretch(words, site));
    one.compare("master", master);
    const keys = receiptFrom(master);
    for (const name of ["auth", "lookup", "self", "sign", "kem"] as const) {
      one.compare(name, keys[name]);
    }
    one.finish();
    tally.accepted++;
  }
}

export async function checkKem(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("kem")) {
    const seed = one.data("seed");
    one.compare("public", await one.holding("seed", () => kemPublic(seed)));
    one.finish();
    tally.accepted++;
  }
}

export async function checkEpoch(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("epoch")) {
    const seed = one.data("seed");
    const keys = await one.holding("seed", () => epochKeys(seed));
    one.compare("kem_seed", keys.kemSeed);
    one.compare("records", keys.records);
    one.compare("public", keys.public);
    one.finish();
    tally.accepted++;
  }
}
