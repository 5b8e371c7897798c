// Calls of the queue: its lists, acts on many, blocks, saved views.

import type { Seen } from "../logic/selection.ts";
import { call, type Transport } from "./http.ts";
import type { RepliesAnswer } from "./live-types.ts";
import type { Item, NewContainerIn, QueueAnswer, RecordRow, SignedRecord } from "./types.ts";

export type QueueView = "waiting" | "mine" | "quarantined" | "all";

export type Deed =
  | { what: "claim" | "release" | "restore" }
  | { what: "relabel"; category?: string; priority?: string }
  | { what: "quarantine"; reason: string }
  | { what: "close"; disposition: string }
  | { what: "hand_over"; to: string };

export type BulkIn = Deed & { bulk_id: string; items: readonly Seen[] };

export interface BulkAnswer {
  results: { conv: string; refused: string | null }[];
}

export function queueCalls(t: Transport) {
  return {
    /** `asked` is a filter as part of an address. */
    queue: (view: QueueView, page: number, asked = "") =>
      call<QueueAnswer>(t, "GET", `/queue?view=${view}&page=${page}${asked}`),
    bulk: (body: BulkIn) => call<BulkAnswer>(t, "POST", "/items/bulk", body),
    block: (conv: string, hours: number) =>
      call<Item>(t, "POST", `/items/${conv}/block`, { hours }),
    unblock: (conv: string) => call<Item>(t, "POST", `/items/${conv}/unblock`, {}),
    views: () => call<RepliesAnswer>(t, "GET", "/views"),
    saveView: (container: NewContainerIn | null, record: SignedRecord) =>
      call<RecordRow>(t, "POST", "/views", { container, record }),
  };
}
