// Lies about which cases belong together: a link that nobody decided, and one that only one case has.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type { RecordRow } from "../../../webapp/frontend/staff/api/types.ts";
import {
  newContainer,
  newId,
  sealRevision,
} from "../../../webapp/frontend/staff/vault/container.ts";
import { flipped, MadeDesk, person } from "../staff/made-desk.ts";
import type { Attack } from "./attack.ts";

const ana = person("ana", 1);
const anas = await new MadeDesk([ana]).keyring(ana);
const LINKS = "staff/vault/case-links.ts";

const words = (about: string, pair: string) => ({
  t: "case_link",
  at: "2026-11-24T10",
  kind: "same_person",
  case: about,
  number: "48209134",
  note: "",
  pair,
  gone: false,
});

function row(container: ReturnType<typeof newContainer>, id: string, inner: object) {
  const signed = sealRevision(container, id, null, { ...inner }, anas);
  const kept: RecordRow = {
    ...signed,
    hash: toB64(H(fromB64(signed.record))),
    hour: "2026-11-24T10",
  };
  return kept;
}

export const onCaseLinks: Attack[] = [
  {
    name: "a link between cases that nobody on staff made",
    check: { file: LINKS, text: "if (isBroken(record)) return [];", instead: "" },
    fooled: async (it) => {
      const container = newContainer(anas);
      const made = row(container, newId(), words(newId(), newId()));
      made.signature = flipped(made.signature);
      return it.standingLinks(it.readRecords([made], container, anas)).length > 0;
    },
  },
  {
    name: "the other case's link to a third one as if it were the half that is withheld",
    check: { file: LINKS, text: "&& words.case === mine", instead: "" },
    fooled: async (it) => {
      const [one, other] = [newContainer(anas), newContainer(anas)];
      const [here, there] = [newId(), newId()];
      const mine = it.readRecords([row(one, here, words(other.id, there))], one, anas);
      const shown = it.readRecords([row(other, there, words(newId(), here))], other, anas);
      return it.standingLinks(mine).some((link) => it.otherSide(link, one.id, shown) === "both");
    },
  },
];
