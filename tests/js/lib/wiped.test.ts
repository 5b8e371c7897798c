// What is only needed on the way from one key to the next is overwritten, as far as an array of ours holds it.
import { expect, test, vi } from "vitest";
import { concat, randomBytes, toB64, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { deriveReceipt, stretch } from "../../../webapp/frontend/lib/receipt.ts";
import {
  METHOD_DEVICE,
  openStaffBlob,
  sealStaffBlob,
  stretchStaff,
} from "../../../webapp/frontend/lib/staff.ts";

// The real one takes seconds, and what it gives does not matter here.
vi.mock("@noble/hashes/argon2.js", () => ({
  argon2id: (secret: Uint8Array) =>
    Uint8Array.from({ length: 32 }, (_, at) => (secret[at % secret.length] ?? 0) ^ at),
}));

const site = randomBytes(16);
const staffId = randomBytes(16);
const seeds = { kemSeed: randomBytes(32), signSeed: randomBytes(32) };
const kek = randomBytes(32);
const words = "abandon ability able about above absent absorb";

/** What every array held that is overwritten with zeros while this runs. */
function wipedBy(work: () => unknown): string[] {
  const fill = Uint8Array.prototype.fill;
  const found: string[] = [];
  Uint8Array.prototype.fill = function (value, ...where) {
    if (value === 0 && where.length === 0) found.push(toB64(this.slice()));
    return fill.call(this, value, ...where);
  };
  try {
    work();
  } finally {
    Uint8Array.prototype.fill = fill;
  }
  return found;
}

const blobOf = () => sealStaffBlob({ site, staffId, method: METHOD_DEVICE, kek, ...seeds });
const both = toB64(concat(seeds.kemSeed, seeds.signSeed));

test("the master key behind the seven words", () => {
  const master = toB64(stretch(words, site));
  expect(wipedBy(() => deriveReceipt(words, site))).toContain(master);
});

test("both seeds of somebody on staff, on their way into a blob and out of it", () => {
  expect(wipedBy(blobOf)).toContain(both);
  const blob = blobOf();
  const opening = () => openStaffBlob({ site, staffId, method: METHOD_DEVICE, kek, blob });
  expect(wipedBy(opening)).toContain(both);
  expect(opening()).toEqual(seeds);
});

test("a passphrase as bytes", () => {
  const typed = "correct horse battery staple";
  const wiped = wipedBy(() => stretchStaff(typed, site, staffId));
  expect(wiped).toContain(toB64(utf8(typed)));
});
