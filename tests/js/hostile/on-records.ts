// Lies about what colleagues wrote: records forged, moved to another case, rolled back, or cut.
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import { signRecord } from "../../../webapp/frontend/lib/records.ts";
import type { RecordRow, SignedRecord } from "../../../webapp/frontend/staff/api/types.ts";
import {
  newContainer,
  newId,
  sealRevision,
} from "../../../webapp/frontend/staff/vault/container.ts";
import { type Container, readRecords } from "../../../webapp/frontend/staff/vault/read-records.ts";
import { MadeDesk, person } from "../staff/made-desk.ts";
import type { Attack } from "./attack.ts";
import type { Clients } from "./without.ts";

const [ana, iris, eve] = [person("ana", 1), person("iris", 5), person("eve", 1)];
const desk = new MadeDesk([ana, iris]);
const anas = await desk.keyring(ana);
const READING = "staff/vault/read-records.ts";
const NOTE = { t: "note", at: "", title: "Note", body: "one" };

const kept = (signed: SignedRecord): RecordRow => ({
  ...signed,
  hash: toB64(H(fromB64(signed.record))),
  hour: "2026-11-24T10",
});

/** A note of Ana's in so many revisions. */
function note(container: Container, revisions = 1, id = newId()): RecordRow[] {
  const rows: RecordRow[] = [];
  for (let i = 0; i < revisions; i++) {
    const before = readRecords(rows, container, anas)[0]?.current ?? null;
    rows.push(kept(sealRevision(container, id, before, { ...NOTE, body: String(i) }, anas)));
  }
  return rows;
}

/** The same words, signed by somebody else. */
const signedBy = (row: RecordRow, signSeed: Uint8Array): RecordRow => ({
  ...row,
  signature: toB64(signRecord({ site: desk.site, signSeed, record: fromB64(row.record) })),
});

/** Whether everything is shown as sound. */
const sound = (it: Clients, rows: RecordRow[], container: Container) =>
  it.readRecords(rows, container, anas).every((record) => !it.isBroken(record));

export const onRecords: Attack[] = [
  {
    name: "a note in a colleague's name that the colleague did not sign",
    check: {
      file: READING,
      text: `if (!signed(row, record, staffId, keyring)) problems.push("signature");`,
      instead: "",
    },
    fooled: async (it) => {
      const container = newContainer(anas);
      const forged = note(container).map((row) => signedBy(row, eve.keys.signSeed));
      return sound(it, forged, container);
    },
  },
  {
    name: "a note by somebody who does not read the desk",
    check: { file: READING, text: ".filter(({ role }) => role <= 3)", instead: "" },
    fooled: async (it) => {
      const container = newContainer(anas);
      const hers = {
        site: desk.site,
        staffId: iris.id,
        signSeed: iris.keys.signSeed,
      } as typeof anas;
      return sound(it, [kept(sealRevision(container, newId(), null, NOTE, hers))], container);
    },
  },
  {
    name: "a record moved to another case",
    check: {
      file: READING,
      text: `if (toB64(header.caseId) !== container.id) problems.push("elsewhere");`,
      instead: "",
    },
    fooled: async (it) => {
      const [one, other] = [newContainer(anas), newContainer(anas)];
      const both = { ...other, keys: one.keys };
      return sound(it, note(one), both);
    },
  },
  {
    name: "an earlier revision cut from a record's history",
    check: { file: READING, text: "    checkChain(group);\n", instead: "" },
    fooled: async (it) => {
      const container = newContainer(anas);
      return sound(it, note(container, 3).slice(1), container);
    },
  },
];
