// Somebody lost every device: their line of the roster has new keys, and what they signed before holds.

import { describe, expect, test } from "vitest";
import { randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { signAccept } from "../../../webapp/frontend/lib/keys.ts";
import { memberOf } from "../../../webapp/frontend/lib/roster.ts";
import { newStaffKeys, staffFactors } from "../../../webapp/frontend/lib/staff.ts";
import type { InviteRow } from "../../../webapp/frontend/staff/api/people-calls.ts";
import { acceptHolds } from "../../../webapp/frontend/staff/vault/accept.ts";
import {
  freshKeys,
  linkIn,
  makeLostLink,
} from "../../../webapp/frontend/staff/vault/invitation.ts";
import { deskWith, renewalOf, renewed } from "../../../webapp/frontend/staff/vault/renewal.ts";
import { openStaffKeys } from "../../../webapp/frontend/staff/vault/staff-keys.ts";
import { MadeDesk, person } from "./made-desk.ts";

const [ana, nora] = [person("ana", 1), person("nora", 3)];
const site = randomBytes(16);
const members = [ana, nora].map((it) => memberOf(it.id, it.keys, it.role));
const factors = () => staffFactors(H(site), new Uint8Array(32).fill(3));

function row(changes: Partial<InviteRow> = {}): InviteRow {
  const { keys } = freshKeys({ site, staffId: ana.id, role: 1 }, factors());
  const about = { invite_id: "", name: "ana", display_name: "Ana", role: 1, closed: false };
  return { ...about, renews: toB64(ana.id), keys, ...changes };
}

describe("a link after a loss", () => {
  test("says who it is for, and tells the server neither that nor its secret", () => {
    const { call, link, code } = makeLostLink(toB64(ana.id), "https://desk.example");
    const inside = linkIn(new URL(link).hash);
    expect(inside?.staffId).toEqual(ana.id);
    expect(code).toMatch(/^[0-9]{6}$/);
    expect(JSON.stringify(call)).not.toContain(toB64(inside?.secret ?? new Uint8Array()));
  });

  test.each(["#lost=", "#lost=AAAA", "#lost=%%%"])("is not made of the fragment %j", (fragment) => {
    expect(linkIn(fragment)).toBeNull();
  });
});

describe("new keys", () => {
  test("open with the passphrase of before and the new device key", () => {
    const { keys } = freshKeys({ site, staffId: ana.id, role: 1 }, factors());
    const [method] = keys.methods;
    const blob = Uint8Array.from(Buffer.from(method?.blob ?? "", "base64url"));
    const own = openStaffKeys(factors().kek, site, ana.id, 1, blob);
    expect(toB64(own.signVk)).toBe(keys.sign_vk);
    expect(toB64(own.kemPublic)).toBe(keys.kem_public);
  });

  test("change one line of the roster, in the keys only", () => {
    const renewal = renewalOf(row({ role: 3 }), members); // the role is the roster's, not the server's
    const after = renewed(members, renewal);
    expect(after.map(({ staffId, role }) => [staffId, role])).toEqual(
      members.map(({ staffId, role }) => [staffId, role]),
    );
    expect(after[1]).toEqual(members[1]);
    expect(after[0]?.kemHash).toEqual(H(renewal.kemPublic));
  });

  test("of nobody in the roster are refused", () => {
    expect(() => renewalOf(row({ renews: toB64(randomBytes(16)) }), members)).toThrow("nobody");
  });

  test("are what the next epoch's seed is sealed to", async () => {
    const desk = await new MadeDesk([ana, nora]).answer(nora);
    const renewal = renewalOf(row(), members);
    const after = deskWith(desk, renewal).staff.map(({ kem_public }) => kem_public);
    expect(after).toEqual([toB64(renewal.kemPublic), desk.staff[1]?.kem_public]);
  });
});

test("an accept record from before the loss holds, and none that the lost key signs for another", async () => {
  const made = new MadeDesk([ana, nora]);
  const conv = randomBytes(16);
  const anchor = { kc: randomBytes(32), srcVk: randomBytes(32) };
  const accept = {
    staff_id: toB64(ana.id),
    kc: toB64(anchor.kc),
    src_vk: toB64(anchor.srcVk),
    signature: toB64(signAccept({ site: made.site, conv, ...anchor }, ana.keys.signSeed)),
  };
  const again = { ...ana, keys: newStaffKeys() };
  made.signRoster(2, [again, nora]);
  made.people.splice(0, 1, again);
  const keyring = await made.keyring(nora);
  expect(acceptHolds(accept, conv, anchor, keyring)).toBe(true);
  const foreign = { ...accept, staff_id: toB64(nora.id) };
  expect(acceptHolds(foreign, conv, anchor, keyring)).toBe(false);
});
