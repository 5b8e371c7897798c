// What a signed-in browser does about the audit: it keeps the pin, vouches once, and raises the alarm.
import { beforeEach, describe, expect, test, vi } from "vitest";
import { auditLink, verifyAnchor } from "../../../webapp/frontend/lib/audit.ts";
import { fromB64, randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import {
  ALL_ROWS,
  isAbout,
  NOBODY,
  wantedOf,
} from "../../../webapp/frontend/staff/audit/wanted.ts";
import { followAudit, followed } from "../../../webapp/frontend/staff/store/audit-watch.ts";
import type { AuditPin } from "../../../webapp/frontend/staff/store/pins.ts";
import { beginSession, open, signOut } from "../../../webapp/frontend/staff/store/session.ts";
import { MadeDesk, madeLock, person } from "./made-desk.ts";

const kept = vi.hoisted(() => ({ pin: null as AuditPin | null }));

vi.mock("../../../webapp/frontend/staff/argon.ts", () => ({ endWorkers: () => undefined }));
vi.mock("../../../webapp/frontend/staff/store/pins.ts", () => ({
  browserPins: {
    audit: () => Promise.resolve(kept.pin),
    keepAudit: (pin: AuditPin) => {
      kept.pin = pin;
      return Promise.resolve();
    },
  },
}));

const nora = person("nora", 3);
const desk = new MadeDesk([nora]);

let entries: string[];
let due: boolean;
let posted: { number: number; hash: string; signature: string }[];
let refuses: boolean;

/** The chain's end after so many entries. */
function headAfter(count: number): { number: number; hash: string } {
  let hash = zeros(32);
  entries.slice(0, count).forEach((entry, at) => {
    hash = auditLink(hash, at + 1, fromB64(entry));
  });
  return { number: count, hash: toB64(hash) };
}

function answerTo(path: string, body: string): unknown {
  const after = /links\?after=(\d+)/.exec(path);
  if (after !== null) return { links: entries.slice(Number(after[1])) };
  if (path.endsWith("/anchors")) posted.push(JSON.parse(body));
  const start = { number: 0, hash: toB64(zeros(32)), anchor: null };
  return { head: headAfter(entries.length), start, anchor: null, due };
}

beforeEach(async () => {
  [kept.pin, due, posted, refuses] = [null, false, [], false];
  entries = Array.from({ length: 5 }, () => toB64(randomBytes(32)));
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const status = refuses && path.endsWith("/anchors") ? 409 : 200;
    return Promise.resolve(
      new Response(JSON.stringify(answerTo(path, String(init.body))), { status }),
    );
  });
  await signOut();
  const me = { staffId: toB64(nora.id), name: "nora", displayName: "Nora", role: 3 };
  const keys = { keyring: await desk.keyring(nora), lock: madeLock() };
  beginSession({ me, desk: await desk.answer(nora), ...keys }, "token");
});

describe("a browser that follows the audit", () => {
  test("pins what it saw and goes on from there", async () => {
    await followAudit(open());
    expect(kept.pin).toEqual({ site: toB64(desk.site), ...headAfter(5) });
    entries.push(toB64(randomBytes(32)));
    await followAudit(open());
    expect([kept.pin?.number, followed.value?.number]).toEqual([6, 6]);
  });

  test("vouches where that is due, with a signature that holds", async () => {
    await followAudit(open());
    expect(posted).toEqual([]);
    due = true;
    await followAudit(open());
    const [{ number, hash, signature }] = posted as [(typeof posted)[number]];
    const place = { number, hash: fromB64(hash) };
    verifyAnchor(nora.keys.signVk, desk.site, place, fromB64(signature));
  });

  test("does not mind that a colleague's was first", async () => {
    [due, refuses] = [true, true];
    await expect(followAudit(open())).resolves.toBeUndefined();
  });

  test("keeps its pin where the chain no longer holds it, and says so", async () => {
    await followAudit(open());
    entries = entries.slice(0, 3);
    const pin = kept.pin;
    await expect(followAudit(open())).rejects.toMatchObject({ what: "audit" });
    expect(kept.pin).toBe(pin);
  });

  test("does not compare with another site's audit", async () => {
    kept.pin = { site: toB64(randomBytes(16)), number: 99, hash: toB64(randomBytes(32)) };
    await followAudit(open());
    expect(kept.pin?.number).toBe(5);
  });
});

describe("filters", () => {
  test("that say nothing ask for all rows", () => {
    expect(wantedOf(ALL_ROWS)).toEqual({});
  });

  test("take a case number as it is said, and an id", () => {
    expect(wantedOf({ ...ALL_ROWS, about: " 4820 9134 " })).toEqual({ case_number: "48209134" });
    expect(wantedOf({ ...ALL_ROWS, about: "A".repeat(22) })).toEqual({ about: "A".repeat(22) });
    expect(["", "48209135", "x", "A".repeat(21)].map(isAbout)).toEqual([true, false, false, false]);
  });

  test("ask for a person, or for whoever is not on staff", () => {
    expect(wantedOf({ ...ALL_ROWS, person: NOBODY })).toEqual({ by_nobody: true });
    expect(wantedOf({ ...ALL_ROWS, person: "x", first: "2026-11-27" })).toEqual({
      actor: "x",
      first: "2026-11-27",
    });
  });
});
