// Lies about what may leave a case: a release that the server widened, redirected, or made up.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { signOrganisationKey } from "../../../webapp/frontend/lib/organisation-key.ts";
import type { ReleaseRow } from "../../../webapp/frontend/staff/api/referral-calls.ts";
import type { RecordRow } from "../../../webapp/frontend/staff/api/types.ts";
import type { ReleaseWords } from "../../../webapp/frontend/staff/logic/packet.ts";
import {
  newContainer,
  newId,
  sealRevision,
} from "../../../webapp/frontend/staff/vault/container.ts";
import type { Container } from "../../../webapp/frontend/staff/vault/read-records.ts";
import { MadeDesk, person } from "../staff/made-desk.ts";
import type { Attack } from "./attack.ts";
import type { Clients } from "./without.ts";

const [ana, bo, nora] = [person("ana", 1), person("bo", 1), person("nora", 4)];
const desk = new MadeDesk([ana, bo, nora]);
const anas = await desk.keyring(ana);
const RELEASES = "staff/vault/release.ts";
const KEYS = "staff/vault/organisation-key.ts";
const PACKETS = "staff/logic/packet.ts";

const WORDS: ReleaseWords = {
  t: "release",
  at: "2026-11-24T10",
  organisation: "org-1",
  name: "Harbour",
  kind: "labor_ngo",
  key: "",
  mode: "referral",
  ground: "share",
  why: "",
  scope: ["title"],
  expires_on: "2027-01-01",
  content: "",
};

function row(id: string, words: ReleaseWords): ReleaseRow {
  const { organisation, mode, ground, scope, expires_on } = words;
  return {
    release_id: id,
    case_id: newId(),
    organisation,
    recipient_kind: words.kind,
    mode,
    ground,
    scope,
    expires_on,
    staff_id: toB64(ana.id),
    hour: "2026-11-24T10",
    state: "made",
    is_out: false,
    way: null,
    handed_hour: null,
    digest: null,
    status: "referred",
    outcome: "pending",
    follow_up_on: null,
  };
}

/** A record with these words, as Ana seals it. */
function record(container: Container, id: string, words: unknown): RecordRow {
  const signed = sealRevision(container, id, null, words as Record<string, unknown>, anas);
  return { ...signed, hash: toB64(H(fromB64(signed.record))), hour: "2026-11-24T10" };
}

/** Whether these clients would make a packet of what the server lists. */
function wouldLeave(it: Clients, listed: (id: string) => ReleaseRow, words: unknown = WORDS) {
  const [container, id] = [newContainer(anas), newId()];
  const records = it.readRecords([record(container, id, words)], container, anas);
  return it.joinReleases([listed(id)], records).every((release) => release.words !== null);
}

/** An organisation whose key somebody named. */
function named({ id, keys }: typeof nora, organisation: string, recipient: string) {
  const [site, day] = [desk.site, "2026-11-28"];
  const about = { organisation, recipient, day };
  const signature = toB64(signOrganisationKey(keys.signSeed, site, about));
  const key_word = { staff_id: toB64(id), day, signature };
  return { id: organisation, age_recipient: recipient, key_word };
}

/** Whether packets would be sealed to the key that the server shows. */
const isTaken = (it: Clients, shown: ReturnType<typeof named>): boolean =>
  it.vouchedKey(shown, anas) === shown.age_recipient;

export const onReferrals: Attack[] = [
  {
    name: "more than a colleague released",
    check: {
      file: RELEASES,
      text: "JSON.stringify(row.scope) === JSON.stringify(words.scope)",
      instead: "true",
    },
    fooled: async (it) =>
      wouldLeave(it, (id) => ({ ...row(id, WORDS), scope: ["title", "summary"] })),
  },
  {
    name: "another organisation than a colleague chose",
    check: {
      file: RELEASES,
      text: "same.every((key) => row[key] === words[key]) &&",
      instead: "",
    },
    fooled: async (it) => wouldLeave(it, (id) => ({ ...row(id, WORDS), organisation: "org-2" })),
  },
  {
    name: "a note of a case as if it were a release",
    check: { file: RELEASES, text: `inner.t !== "release" || `, instead: "" },
    fooled: async (it) => wouldLeave(it, (id) => row(id, WORDS), { ...WORDS, t: "note" }),
  },
  {
    name: "a release in the name of a colleague who did not make it",
    check: {
      file: RELEASES,
      text: "if (record.current.staffId !== row.staff_id) return nothing;",
      instead: "",
    },
    fooled: async (it) => wouldLeave(it, (id) => ({ ...row(id, WORDS), staff_id: toB64(bo.id) })),
  },
  {
    name: "a release as good whose consent a colleague recorded as withdrawn",
    check: {
      file: RELEASES,
      text: `row.state === "withdrawn" || named.has(row.release_id)`,
      instead: `row.state === "withdrawn"`,
    },
    fooled: async (it) => {
      const [container, id] = [newContainer(anas), newId()];
      const word = { t: "withdrawal", at: "2026-11-24T11", releases: [id] };
      const rows = [record(container, id, WORDS), record(container, newId(), word)];
      const records = it.readRecords(rows, container, anas);
      return it.joinReleases([row(id, WORDS)], records).some(({ withdrawn }) => !withdrawn);
    },
  },
  {
    name: "a key of its own for an organisation",
    check: {
      file: KEYS,
      text: "verifyOrganisationKey(signVk, keyring.site, named, fromB64(signature));",
      instead: "",
    },
    fooled: async (it) => {
      const { key_word } = named(nora, "org-1", "age1theirs");
      return isTaken(it, { id: "org-1", age_recipient: "age1server", key_word });
    },
  },
  {
    name: "the key of one organisation for another",
    check: {
      file: KEYS,
      text: "{ organisation: id, recipient: age_recipient, day }",
      instead: '{ organisation: "org-1", recipient: age_recipient, day }',
    },
    fooled: async (it) => isTaken(it, { ...named(nora, "org-1", "age1theirs"), id: "org-2" }),
  },
  {
    name: "a key that an advocate named, who may not",
    check: { file: KEYS, text: "if (!NAMERS.includes(role)) return false;", instead: "" },
    fooled: async (it) => isTaken(it, named(bo, "org-1", "age1theirs")),
  },
  {
    name: "a case that says more than when its words were released",
    check: {
      file: PACKETS,
      text: "if (contentOf(words.scope, case_) !== words.content) throw new CaseMovedOn();",
      instead: "",
    },
    fooled: async (it) => {
      const said = (value: string) => new Map([["title", { code: "title", value }]]);
      const words = { ...WORDS, content: it.contentOf(["title"], said("a pilot called")) };
      try {
        it.packetOf({ id: newId(), words }, said("a pilot called; his name is Tom"));
        return true;
      } catch (reason) {
        if (reason instanceof it.CaseMovedOn) return false;
        throw reason;
      }
    },
  },
];
