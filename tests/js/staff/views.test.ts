// Saved views: sealed by one person for themselves; what somebody else signed is not shown as theirs.

import { beforeAll, describe, expect, test } from "vitest";
import { fromB64, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import type { RepliesAnswer } from "../../../webapp/frontend/staff/api/live-types.ts";
import { NO_FILTER } from "../../../webapp/frontend/staff/logic/queue-filter.ts";
import { openViews, sealView, type ViewShelf } from "../../../webapp/frontend/staff/vault/views.ts";
import { MadeDesk, person } from "./made-desk.ts";

const EMPTY: ViewShelf = { container: null, views: [], broken: 0 };
const AT = "2026-11-24T10";
const words = (name: string, place = 1, removed = false) => ({
  name,
  filter: { ...NO_FILTER, language: "es" },
  tab: "waiting",
  place,
  ...(removed ? { removed } : {}),
});

describe("a shelf of views", () => {
  const ana = person("ana", 1);
  const sam = person("sam", 1);
  let desk: MadeDesk;
  beforeAll(() => {
    desk = new MadeDesk([ana, sam]);
  });

  const kept = (sealed: ReturnType<typeof sealView>, before?: RepliesAnswer): RepliesAnswer => {
    const hash = toB64(H(fromB64(sealed.record.record)));
    const row = { ...sealed.record, hash, hour: AT };
    const box = sealed.container;
    return {
      container_id: box?.container_id ?? before?.container_id ?? null,
      wraps: box === null ? (before?.wraps ?? []) : [box.wrap],
      records: [...(before?.records ?? []), row],
    };
  };

  test("comes back as it was saved, in its order, without those that were removed", async () => {
    const ring = await desk.keyring(ana);
    const me = toB64(ana.id);
    let answer = kept(sealView(EMPTY, null, words("Spanish", 2), AT, ring));
    answer = kept(sealView(openViews(answer, me, ring), null, words("First", 1), AT, ring), answer);
    const shelf = openViews(answer, me, ring);
    expect(shelf.views.map(({ name }) => name)).toEqual(["First", "Spanish"]);
    expect(shelf.views[1]?.filter.language).toBe("es");
    const gone = words("First", 1, true);
    answer = kept(sealView(shelf, shelf.views[0] ?? null, gone, AT, ring), answer);
    expect(openViews(answer, me, ring).views.map(({ name }) => name)).toEqual(["Spanish"]);
  });

  test("shows nothing that a colleague put there, and says so", async () => {
    const answer = kept(sealView(EMPTY, null, words("Theirs"), AT, await desk.keyring(sam)));
    const shelf = openViews(answer, toB64(ana.id), await desk.keyring(ana));
    expect([shelf.views.length, shelf.broken]).toEqual([0, 1]);
  });
});
