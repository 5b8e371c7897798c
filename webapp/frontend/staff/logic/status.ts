// What a status says in words: each line has a name, a sentence, and whether somebody must act.

import type { StatusAnswer, Whole } from "../api/status-calls.ts";

export type Standing = "well" | "look" | "bad";

/** A line: the words' key, what stands in them, and how it stands. */
export interface Fact {
  name: string;
  standing: Standing;
  words: string;
  /** What the sentence names: a number of days, a part of the disk, a day. */
  with?: { days?: number; count?: number; share?: number; day?: string };
}

const CERTIFICATE_SOON = 60;
const ROSTER_SOON = 14;
const LITTLE = 0.15;
const DAY_MS = 86_400_000;

/** A backup is made every day; so after a whole day without one somebody looks at the timer. */
function dayFact(name: string, day: string | null, now: number, never: string): Fact {
  if (day === null) return { name, standing: "look", words: never };
  const old = now - Date.parse(day) >= 2 * DAY_MS;
  return { name, standing: old ? "look" : "well", words: "", with: { day } };
}

function holds(name: string, days: number | null, soon: number): Fact[] {
  if (days === null) return [];
  if (days < 0) return [{ name, standing: "bad", words: "status.over" }];
  return [{ name, standing: days < soon ? "look" : "well", words: "status.days", with: { days } }];
}

function alerts({ alerts_failed: count, late }: StatusAnswer): Fact {
  const name = "status.alerts";
  if (late) return { name, standing: "bad", words: "status.alerts.late" };
  if (count > 0) return { name, standing: "bad", words: "status.alerts.failed", with: { count } };
  return { name, standing: "well", words: "status.alerts.well" };
}

/** What everybody who answers must know; without an answer, that there is none. */
export function factsOf(answer: StatusAnswer | null): Fact[] {
  const name = "status.store";
  if (answer === null) return [{ name, standing: "bad", words: "status.store.away" }];
  const { line, files, load } = answer;
  return [
    { name, standing: "well", words: "status.store.up" },
    {
      name: "status.line",
      standing: line === "away" ? "bad" : "well",
      words: `status.line.${line}`,
    },
    alerts(answer),
    {
      name: "status.files",
      standing: files === "room" ? "well" : "bad",
      words: `status.files.${files}`,
    },
    {
      name: "status.tips",
      standing: load.tips === "calm" ? "well" : load.tips === "disk" ? "bad" : "look",
      words: `status.tips.${load.tips}`,
    },
    {
      name: "status.chats",
      standing: load.chats === "calm" ? "well" : "bad",
      words: `status.chats.${load.chats}`,
    },
  ];
}

/** The rest, for whoever manages the service. */
export function wholeFacts(whole: Whole, now: number): Fact[] {
  return [
    {
      name: "status.disk",
      standing: whole.disk_free < LITTLE ? "look" : "well",
      words: "status.disk.free",
      with: { share: whole.disk_free },
    },
    dayFact("status.backup", whole.backup_day, now, "status.never"),
    { ...dayFact("status.anchor", whole.anchor_day, now, "status.anchor.never"), standing: "well" },
    ...holds("status.certificate", whole.certificate_days, CERTIFICATE_SOON),
    ...holds("status.roster", whole.roster_days, ROSTER_SOON),
  ];
}
