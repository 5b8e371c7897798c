// Asking somebody onto staff: the secret stays in the link, the code is six digits, and both sides'
// words come from the same line of the roster.

import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { describe, expect, test } from "vitest";
import { fromB64, randomBytes, toB64, utf8 } from "../../../webapp/frontend/lib/bytes.ts";
import { fingerprintWords } from "../../../webapp/frontend/lib/fingerprint.ts";
import { H, shortHash } from "../../../webapp/frontend/lib/hash.ts";
import { staffFactors } from "../../../webapp/frontend/lib/staff.ts";
import {
  linkIn,
  makeInvite,
  makeOwnKeys,
  proofOf,
  type Stretch,
  wordsOf,
} from "../../../webapp/frontend/staff/vault/invitation.ts";
import { openStaffKeys } from "../../../webapp/frontend/staff/vault/staff-keys.ts";

const stretch: Stretch = async ({ passphrase, second }) => {
  const stretched = H(utf8(passphrase));
  return staffFactors(stretched, second);
};

const ASKED = { name: "kim", role: 1, display_name: "Kim", languages: [], skills: "", hours: "" };
const GIVEN = { site: randomBytes(16), role: 1, passphrase: "six words", second: randomBytes(32) };

describe("an invite", () => {
  test("tells the server a hash of what its link proves, and nothing else of the secret", () => {
    const { call, link, code } = makeInvite(ASKED, "https://desk.example");
    const secret = linkIn(new URL(link).hash)?.secret ?? null;
    expect(secret).not.toBeNull();
    expect(call.lookup).toBe(toB64(H(proofOf(secret ?? new Uint8Array(32)))));
    expect(JSON.stringify(call)).not.toContain(toB64(secret ?? new Uint8Array()));
    expect(code).toMatch(/^[0-9]{6}$/);
  });

  test.each(["", "#", "#invite=", "#invite=AAAA", "#invite=%%%", "#other"])(
    "is not made of the fragment %j",
    (fragment) => {
      expect(linkIn(fragment)).toBeNull();
    },
  );
});

describe("a newcomer's keys", () => {
  test("open with passphrase and device key, and both sides see the same words", async () => {
    const { keys, words } = await makeOwnKeys(GIVEN, stretch);
    const staffId = fromB64(keys.staff_id);
    const { kek } = await stretch({ ...GIVEN, staffId });
    const blob = fromB64(keys.methods[0]?.blob ?? "");
    const own = openStaffKeys(kek, GIVEN.site, staffId, 1, blob);
    expect(toB64(own.signVk)).toBe(keys.sign_vk);
    const seen = { signVk: fromB64(keys.sign_vk), kemPublic: fromB64(keys.kem_public) };
    expect(wordsOf(staffId, seen, 1)).toEqual(words);
  });

  test("have other words with another role, another key or another id", async () => {
    const { keys, words } = await makeOwnKeys(GIVEN, stretch);
    const staffId = fromB64(keys.staff_id);
    const own = { signVk: fromB64(keys.sign_vk), kemPublic: fromB64(keys.kem_public) };
    const others = [
      wordsOf(staffId, own, 2),
      wordsOf(randomBytes(16), own, 1),
      wordsOf(staffId, { ...own, signVk: randomBytes(32) }, 1),
      wordsOf(staffId, { ...own, kemPublic: randomBytes(1216) }, 1),
    ];
    expect(others.some((other) => other.join() === words.join())).toBe(false);
  });
});

test("a fingerprint is the twelve words that the library makes of the short hash", () => {
  for (let i = 0; i < 20; i += 1) {
    const key = randomBytes(32);
    const expected = entropyToMnemonic(shortHash(key), wordlist).split(" ");
    expect(fingerprintWords(key, wordlist)).toEqual(expected);
  }
});
