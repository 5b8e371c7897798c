// A case's timeline: revisions of records, messages of linked conversations, private notes about
// them and the server's audit events in one order. All times are hours, so ties are the rule and are
// kept stable.

export type Entry =
  | {
      kind: "event";
      hour: string;
      staffId: string | null;
      action: string;
      from: string | null;
      to: string | null;
      /** For what concerns a release: to whom, and how. */
      about?: { name: string; mode: string };
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
      kind: "note";
      hour: string;
      staffId: string;
      text: string;
      broken: boolean;
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

const RANK = { message: 0, note: 1, event: 2, record: 3 } as const;

/** What somebody may want to see alone. */
export const GROUPS = [
  "conversation",
  "note",
  "section",
  "referral",
  "report",
  "export",
  "status",
  "team",
] as const;
export type Group = (typeof GROUPS)[number];

const REFERRALS = [
  "refer",
  "hand_over_packet",
  "packet_opened",
  "withdraw_consent",
  "report_outcome",
  "referral_status",
];
const EXPORTS = ["export_case", "export_leaves"];
const STATUS = ["case_status", "open_case", "follow_up", "hold_case", "lift_hold", "hold_over"];

/** The group of an entry; events that nobody knows stand with the conversations they are about. */
export function groupOf(entry: Entry): Group {
  if (entry.kind === "message") return "conversation";
  if (entry.kind === "note") return "note";
  if (entry.kind === "record") return "section";
  if (REFERRALS.includes(entry.action))
    return entry.about?.mode === "law_enforcement_report" ? "report" : "referral";
  if (EXPORTS.includes(entry.action)) return "export";
  if (entry.action === "assign_case") return "team";
  return STATUS.includes(entry.action) ? "status" : "conversation";
}

/** All entries, oldest hour first; within an hour messages, notes, events, then records. */
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
