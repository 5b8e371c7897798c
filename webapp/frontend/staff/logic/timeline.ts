// A case's timeline: revisions of records, messages of linked conversations and the server's
// audit events in one order. All times are hours, so ties are the rule and are kept stable.

export type Entry =
  | {
      kind: "event";
      hour: string;
      staffId: string | null;
      action: string;
      from: string | null;
      to: string | null;
    }
  | {
      kind: "message";
      hour: string;
      from: "source" | "desk";
      name: string;
      text: string;
      conv: string;
    }
  | {
      kind: "record";
      hour: string;
      staffId: string;
      section: string;
      title: string;
      rev: number;
      broken: boolean;
    };

const RANK = { message: 0, event: 1, record: 2 } as const;

/** All entries, oldest hour first; within an hour messages, then events, then records. */
export function mergeTimeline(...lists: readonly Entry[][]): Entry[] {
  return lists
    .flat()
    .map((entry, index) => ({ entry, index }))
    .sort(
      (a, b) =>
        compare(a.entry.hour, b.entry.hour) ||
        RANK[a.entry.kind] - RANK[b.entry.kind] ||
        a.index - b.index,
    )
    .map(({ entry }) => entry);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
