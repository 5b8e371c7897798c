// Lies while somebody's keys are made: two people read out words, and the server is between them.
import { randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { memberOf } from "../../../webapp/frontend/lib/roster.ts";
import { staffFactors } from "../../../webapp/frontend/lib/staff.ts";
import type { InviteRow, MadeKeys } from "../../../webapp/frontend/staff/api/people-calls.ts";
import { type Person, person } from "../staff/made-desk.ts";
import type { Attack } from "./attack.ts";
import type { Clients } from "./without.ts";

const site = randomBytes(16);
const [ana, sam] = [person("ana", 1), person("sam", 2)];
const eve = person("eve", 1);
const members = [ana, sam].map((it) => memberOf(it.id, it.keys, it.role));

const WORDS = {
  file: "staff/vault/invitation.ts",
  text: "fingerprintWords(H(encodeMembers([memberOf(staffId, keys, role)])), wordlist)",
  instead: "fingerprintWords(H(staffId), wordlist)",
};

/** Ana's browser makes keys for the id that she knows, and shows their words. */
const madeByAna = (it: Clients) =>
  it.freshKeys({ site, staffId: ana.id, role: ana.role }, staffFactors(H(site), randomBytes(32)));

const publicOf = ({ id, keys }: Person): MadeKeys => ({
  staff_id: toB64(id),
  sign_vk: toB64(keys.signVk),
  kem_public: toB64(keys.kemPublic),
});

/** What the administrator's browser is told. */
const row = (renews: string | null, keys: MadeKeys): InviteRow => ({
  invite_id: toB64(randomBytes(16)),
  name: "ana",
  display_name: "Ana",
  role: ana.role,
  closed: false,
  renews,
  keys,
});

const same = (one: string[], other: string[]): boolean => one.join(" ") === other.join(" ");

export const onNewKeys: Attack[] = [
  {
    name: "keys of the server's own for a newcomer",
    check: WORDS,
    fooled: async (it) => {
      const { words } = madeByAna(it);
      return same(words, it.wordsOf(ana.id, eve.keys, ana.role));
    },
  },
  {
    name: "keys of the server's own for somebody who lost a device",
    check: WORDS,
    fooled: async (it) => {
      const { words } = madeByAna(it);
      const told = row(toB64(ana.id), publicOf({ ...eve, id: ana.id }));
      return same(words, it.renewalOf(told, members).words);
    },
  },
  {
    name: "new keys for another line of the roster than that of who reads the words out",
    check: {
      file: "staff/vault/renewal.ts",
      text: "words: wordsOf(staffId, own, role) }",
      instead: "words: wordsOf(fromB64(keys.staff_id), own, row.role) }",
    },
    fooled: async (it) => {
      const { keys, words } = madeByAna(it);
      const told = row(toB64(sam.id), keys);
      return same(words, it.renewalOf(told, members).words);
    },
  },
];
