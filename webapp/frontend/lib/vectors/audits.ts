// Known answers for the audit, checked and made: rows in their chain, and an anchor over each.
import {
  type AuditEntry,
  anchorMessage,
  auditLink,
  entryDigest,
  signAnchor,
  verifyAnchor,
} from "../audit.ts";
import { toHex } from "../bytes.ts";
import { publicKey } from "../sign.ts";
import type { Fields, VectorFile } from "./fields.ts";
import type { World } from "./make.ts";
import type { Random } from "./random.ts";
import { check, refuseAll, type Tally } from "./rejects.ts";

const entryOf = (one: Fields): AuditEntry => ({
  hour: one.text("hour"),
  actor: one.has("actor") ? one.data("actor") : null,
  action: one.text("action"),
  subject: one.data("subject"),
  old: one.has("old") ? one.text("old") : null,
  new: one.has("new") ? one.text("new") : null,
  conv: one.has("conv") ? one.data("conv") : null,
});

const holds = check("signature", "site number hash staff_vk signature", (altered) => {
  const place = { number: altered.number("number"), hash: altered.data("hash") };
  const [key, site] = [altered.data("staff_vk"), altered.data("site")];
  verifyAnchor(key, site, place, altered.data("signature"));
});

export async function checkAudit(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("audit")) {
    const [site, number, seed] = [one.data("site"), one.number("number"), one.data("sign_seed")];
    const digest = await one.holding("entry_digest", () => entryDigest(entryOf(one)));
    one.compare("entry_digest", digest);
    const previous = one.data("previous");
    const hash = await one.holding("hash", () => auditLink(previous, number, digest));
    one.compare("hash", hash);
    one.compare("signed", anchorMessage(site, { number, hash }));
    one.compare("staff_vk", publicKey(seed));
    one.compare("signature", signAnchor(seed, site, { number, hash }));
    await one.holding("signature", async () => holds.run(one));
    tally.accepted++;
    await refuseAll(one, [holds], "signature", tally);
    one.finish();
  }
}

const ABSENT = [[], ["actor", "new"], ["old", "conv"], ["actor", "old", "new", "conv"]];

function saidBy(random: Random, absent: readonly string[]): AuditEntry {
  const left = <T>(name: string, value: T) => (absent.includes(name) ? null : value);
  return {
    hour: `2031-0${random.whole(1, 9)}-21T18`,
    actor: left("actor", random.bytes(16)),
    action: random.text(random.whole(1, 9)),
    subject: random.bytes(16),
    old: left("old", random.text(random.whole(0, 9))),
    new: left("new", random.text(random.whole(0, 9))),
    conv: left("conv", random.bytes(16)),
  };
}

/** Consecutive rows, each with an anchor. */
export function makeAudit({ random, site }: World): unknown[] {
  const seed = random.bytes(32);
  let previous = random.bytes(32);
  let number = random.whole(0, 0xffff_0000);
  return ABSENT.map((absent) => {
    const entry = saidBy(random, absent);
    number += 1;
    const digest = entryDigest(entry);
    const hash = auditLink(previous, number, digest);
    const spelt = Object.entries(entry)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, value instanceof Uint8Array ? toHex(value) : value]);
    const made = {
      ...Object.fromEntries(spelt),
      site: toHex(site),
      previous: toHex(previous),
      number,
      entry_digest: toHex(digest),
      hash: toHex(hash),
      signed: toHex(anchorMessage(site, { number, hash })),
      sign_seed: toHex(seed),
      staff_vk: toHex(publicKey(seed)),
      signature: toHex(signAnchor(seed, site, { number, hash })),
      reject: { "another row": { number: number + 1 }, "another hash": { hash: toHex(digest) } },
    };
    previous = hash;
    return made;
  });
}
