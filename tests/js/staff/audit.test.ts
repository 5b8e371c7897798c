// The browser follows the audit's chain and notices what a server does to it.
import { beforeEach, describe, expect, test } from "vitest";
import { auditLink, entryDigest, signAnchor } from "../../../webapp/frontend/lib/audit.ts";
import { fromB64, randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import type {
  AnchorAnswer,
  AuditRow,
  HeadAnswer,
} from "../../../webapp/frontend/staff/api/audit-calls.ts";
import {
  brokenRows,
  followChain,
  isVouchedFor,
  placeOf,
  signedAnchor,
} from "../../../webapp/frontend/staff/vault/audit.ts";
import type { Keyring } from "../../../webapp/frontend/staff/vault/keyring.ts";
import { MadeDesk, person } from "./made-desk.ts";

const [nora, sam] = [person("nora", 3), person("sam", 1)];
const desk = new MadeDesk([nora, sam]);
const PAGE = 2;

let keyring: Keyring;
let rows: AuditRow[];

const bytes = (text: string | null) => (text === null ? null : fromB64(text));

function digest({ hour, action, old, new: now, ...row }: AuditRow): Uint8Array {
  const ids = { actor: bytes(row.actor), subject: fromB64(row.subject), conv: bytes(row.conv) };
  return entryDigest({ hour, action, old, new: now, ...ids });
}

/** The rows with every hash made anew, as the owner of a server can. */
function chained(some: readonly AuditRow[]): AuditRow[] {
  let hash = zeros(32);
  return some.map((row, at) => {
    hash = auditLink(hash, at + 1, digest(row));
    return { ...row, number: at + 1, hash: toB64(hash) };
  });
}

const row = (action: string): AuditRow => ({
  number: 0,
  hour: "2026-11-27T20",
  actor: toB64(sam.id),
  action,
  subject: toB64(randomBytes(16)),
  old: null,
  new: "claimed",
  conv: null,
  hash: "",
  kind: "item",
  case_number: null,
});

const links = async (after: number) =>
  rows.slice(after, after + PAGE).map((it) => toB64(digest(it)));

const at = (number: number) => ({ number, hash: rows[number - 1]?.hash ?? toB64(zeros(32)) });

function answer(anchor: AnchorAnswer | null = null): HeadAnswer {
  const start = { number: 0, hash: toB64(zeros(32)), anchor: null };
  return { head: at(rows.length), start, anchor, due: true };
}

function vouched(number: number, by = nora): AnchorAnswer {
  const place = at(number);
  const signature = toB64(signAnchor(by.keys.signSeed, desk.site, placeOf(place)));
  return { ...place, staff_id: toB64(by.id), signature, day: "2026-11-27" };
}

const pinned = (number: number) => placeOf(at(number));
const follow = (pin: number | null, told = answer()) =>
  followChain(pin === null ? null : pinned(pin), told, keyring, links);
const page = (from: number, to: number) => ({
  rows: rows.slice(from - 1, to).reverse(),
  before: at(from - 1).hash,
});

beforeEach(async () => {
  keyring = await desk.keyring(nora);
  rows = chained(["arrive", "claim", "note", "reply", "close", "arrive", "claim"].map(row));
});

describe("a chain that goes on from what was seen", () => {
  test.each([1, 4, 7])("is followed from row %d to its end", async (pin) => {
    expect(await follow(pin)).toEqual(pinned(7));
  });

  test("is believed at first sight, from where a colleague vouched for it", async () => {
    expect(await follow(null)).toEqual(pinned(7));
    expect(await follow(null, answer(vouched(3)))).toEqual(pinned(7));
  });

  test("may have lost its beginning, if a colleague vouched for the new one", async () => {
    const start = { ...at(4), anchor: vouched(4) };
    expect(await follow(2, { ...answer(), start })).toEqual(pinned(7));
  });

  test("is vouched for by a signature that colleagues can check", () => {
    const anchor = { ...signedAnchor(pinned(7), keyring), staff_id: toB64(nora.id), day: "" };
    expect(isVouchedFor(anchor, keyring)).toBe(true);
    expect(isVouchedFor({ ...anchor, number: 6 }, keyring)).toBe(false);
    expect(isVouchedFor({ ...anchor, staff_id: toB64(sam.id) }, keyring)).toBe(false);
  });
});

/** What the owner of a server can do to the audit after this browser saw all of it. */
const ATTACKS: Record<string, (seen: AuditRow[]) => AuditRow[]> = {
  "a row is removed": (seen) => seen.filter(({ number }) => number !== 3),
  "a row is changed": (seen) => seen.map((it) => (it.number === 3 ? row("release") : it)),
  "rows are swapped": ([one, two, ...rest]) => [two, one, ...rest] as AuditRow[],
  "the end is cut off": (seen) => seen.slice(0, -2),
  "a row is put in": (seen) => [row("claim"), ...seen],
};

describe.each(Object.keys(ATTACKS))("when %s and all is chained anew", (name) => {
  test("a browser with a pin raises the alarm, also if the server goes on writing", async () => {
    const pin = pinned(rows.length);
    rows = chained([...(ATTACKS[name]?.(rows) ?? []), row("note"), row("note"), row("note")]);
    const fits = followChain(pin, answer(), keyring, links);
    await expect(fits).rejects.toMatchObject({ what: "audit" });
  });

  test("a browser that saw nothing before believes it: the attack works without a pin", async () => {
    rows = chained(ATTACKS[name]?.(rows) ?? []);
    expect(await follow(null)).toEqual(pinned(rows.length));
  });

  test("a browser that saw nothing before notices it by a colleague's anchor", async () => {
    const anchor = vouched(rows.length);
    rows = chained([...(ATTACKS[name]?.(rows) ?? []), row("note"), row("note"), row("note")]);
    await expect(follow(null, answer(anchor))).rejects.toMatchObject({ what: "audit" });
  });
});

test("a server that keeps the links back, or claims another beginning, raises the alarm", async () => {
  const none = followChain(pinned(2), answer(), keyring, async () => []);
  await expect(none).rejects.toMatchObject({ what: "audit" });
  const start = { ...at(4), anchor: null };
  await expect(follow(2, { ...answer(), start })).rejects.toMatchObject({ what: "audit" });
  const forged = { ...at(4), anchor: { ...vouched(3), number: 4 } };
  const claimed = follow(2, { ...answer(), start: forged });
  await expect(claimed).rejects.toMatchObject({ what: "audit" });
});

describe("the rows on screen", () => {
  test.each([
    [1, 3],
    [4, 7],
    [7, 7],
  ])("from %d to %d are those of the chain", async (from, to) => {
    expect(await brokenRows(page(from, to), pinned(5), links)).toEqual([]);
  });

  test("that the server shows otherwise than it chained them are named", async () => {
    const shown = page(2, 5);
    shown.rows = shown.rows.map((it) => (it.number === 3 ? { ...it, actor: null } : it));
    expect(await brokenRows(shown, pinned(7), links)).toEqual([3]);
  });

  test("of a page of some rows only are checked where they stand", async () => {
    const some = { rows: [rows[5], rows[1]] as AuditRow[], before: at(1).hash };
    expect(await brokenRows(some, pinned(7), links)).toEqual([]);
  });

  test("of another chain than was seen are all broken", async () => {
    const seen = pinned(7);
    rows = chained([row("claim"), ...rows]);
    expect(await brokenRows(page(2, 4), seen, links)).toEqual([4, 3, 2]);
  });
});
