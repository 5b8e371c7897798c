// Lies about what was done at the desk: rows removed, changed or cut off, and everything chained anew.
import { auditLink, signAnchor } from "../../../webapp/frontend/lib/audit.ts";
import { fromB64, randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import type {
  AnchorAnswer,
  AuditRow,
  HeadAnswer,
  PlaceAnswer,
} from "../../../webapp/frontend/staff/api/audit-calls.ts";
import { digestOf, placeOf } from "../../../webapp/frontend/staff/vault/audit.ts";
import { MadeDesk, person } from "../staff/made-desk.ts";
import { type Attack, believes } from "./attack.ts";
import type { Clients } from "./without.ts";

const [nora, sam] = [person("nora", 3), person("sam", 1)];
const desk = new MadeDesk([nora, sam]);
const noras = await desk.keyring(nora);
const AUDIT = "staff/vault/audit.ts";
const BEGINNING: PlaceAnswer = { number: 0, hash: toB64(zeros(32)) };

const row = (action: string): AuditRow => ({
  number: 0,
  hour: "2026-11-27T20",
  actor: toB64(sam.id),
  action,
  subject: toB64(randomBytes(16)),
  old: null,
  new: null,
  conv: null,
  hash: "",
  kind: "item",
  case_number: null,
});

/** The rows with every number and hash made anew, as the owner of a server can. */
function chained(rows: AuditRow[], from = BEGINNING): AuditRow[] {
  let { number, hash } = placeOf(from);
  return rows.map((it) => {
    number += 1;
    hash = auditLink(hash, number, fromB64(digestOf(it)));
    return { ...it, number, hash: toB64(hash) };
  });
}

const WRITTEN = chained(["arrive", "claim", "note", "reply", "close"].map(row));

const at = (rows: AuditRow[], number: number): PlaceAnswer =>
  rows.find((it) => it.number === number) ?? BEGINNING;

const linksOf = (rows: AuditRow[]) => async (after: number) =>
  rows.filter(({ number }) => number > after).map(digestOf);

/** A colleague's word for the audit as it was written, up to a row. */
function vouched(number: number): AnchorAnswer {
  const place = at(WRITTEN, number);
  const signature = toB64(signAnchor(sam.keys.signSeed, desk.site, placeOf(place)));
  return { ...place, staff_id: toB64(sam.id), signature, day: "2026-11-27" };
}

/** Whether a browser that saw all up to row `pin` believes these rows. */
function follows(it: Clients, pin: number, rows: AuditRow[], told: Partial<HeadAnswer> = {}) {
  const head = rows.at(-1) ?? BEGINNING;
  const answer = { head, start: { ...BEGINNING, anchor: null }, anchor: null, due: false, ...told };
  const seen = placeOf(at(WRITTEN, pin));
  return believes(() => it.followChain(seen, answer, noras, linksOf(rows)));
}

const END = { file: AUDIT, text: "  demand(same(last, head));\n", instead: "" };

export const onTheAudit: Attack[] = [
  {
    name: "an audit from which a row is gone that this browser saw, all of it chained anew",
    check: END,
    fooled: (it) => follows(it, 3, chained([...WRITTEN.slice(1), row("note"), row("note")])),
  },
  {
    name: "an audit whose newest rows are cut off",
    check: END,
    fooled: (it) => follows(it, 5, WRITTEN.slice(0, 3)),
  },
  {
    name: "an audit that was changed after this browser saw it and before a colleague vouched for it",
    check: {
      file: AUDIT,
      text: "demand(place.number !== vouched?.number || same(place, vouched));",
      instead: "",
    },
    fooled: (it) => {
      const changed = WRITTEN.map((old) => (old.number === 3 ? row("release") : old));
      return follows(it, 2, chained(changed), { anchor: vouched(4) });
    },
  },
  {
    name: "an audit that ends before the row that a colleague vouched for",
    check: {
      file: AUDIT,
      text: "  demand(vouched === null || vouched.number <= head.number);\n",
      instead: "",
    },
    fooled: (it) => follows(it, 2, WRITTEN.slice(0, 3), { anchor: vouched(5) }),
  },
  {
    name: "a beginning of the audit that nobody vouched for, after the row that this browser saw",
    check: {
      file: AUDIT,
      text: "demand(anchor !== null && same(placeOf(anchor), placeOf(start)) && isVouchedFor(anchor, keyring));",
      instead: "",
    },
    fooled: (it) => {
      const start = { number: 3, hash: toB64(randomBytes(32)) };
      const anchor = { ...vouched(4), ...start };
      const rows = chained([row("claim"), row("close")], start);
      return follows(it, 2, rows, { start: { ...start, anchor } });
    },
  },
  {
    name: "a row of the audit shown otherwise than it was chained",
    check: { file: AUDIT, text: " && digestOf(row) === entry", instead: "" },
    fooled: async (it) => {
      const shown = WRITTEN.map((old) => (old.number === 3 ? { ...old, actor: null } : old));
      const page = { rows: shown.reverse(), before: BEGINNING.hash };
      const broken = await it.brokenRows(page, placeOf(at(WRITTEN, 5)), linksOf(WRITTEN));
      return broken?.length === 0;
    },
  },
];
