// The hotline's published tables about cases, counted in a browser that reads them: what kind of
// situation, where, who told of it, how many people of which age and gender, and what was referred.

import { isObject, textOf } from "../answers.ts";
import { flatSection } from "../case-record.ts";
import { tallyOf } from "../people.ts";
import { TERMS } from "../terms.ts";
import { type Line, type Margins, type Table, tableOf } from "./tables.ts";

type Inner = Record<string, unknown>;

/** What of one case is counted. */
export interface CaseFacts {
  main: Inner | null;
  sections: readonly Inner[];
  /** The modes of what left it. */
  referrals: readonly string[];
}

/** All of them are of one time, whichever it is. */
const TIME = "time";
const NOT_SAID = "";

/** The tables, with the codes of each; what nobody filled in is a line of its own. */
export const CASE_TABLES: Record<string, readonly string[]> = {
  situation_type: TERMS.situation_type,
  severity: TERMS.severity,
  venue: TERMS.venue,
  location_setting: TERMS.location_setting,
  reporter_type: TERMS.reporter_type,
  how_known: TERMS.how_known,
  how_heard: TERMS.how_heard,
  age_group: TERMS.age_group,
  gender: TERMS.gender,
  referral_type: TERMS.referral_type,
  referral_mode: TERMS.referral_mode,
};

const OF_MAIN = [
  "situation_type",
  "severity",
  "venue",
  "location_setting",
  "reporter_type",
  "how_known",
  "how_heard",
] as const;
const OF_VICTIMS = ["age_group", "gender"] as const;
/** Only lines that somebody is in are shown of these: most have none. */
export const LONG: readonly string[] = ["venue", "reporter_type"];

type Counts = Record<string, Record<string, number>>;

function add(counts: Counts, name: string, bucket: string, by: number): void {
  const known = CASE_TABLES[name]?.includes(bucket) ? bucket : NOT_SAID;
  const line = counts[name] ?? {};
  line[known] = (line[known] ?? 0) + by;
  counts[name] = line;
}

/** How many people a section about potential victims speaks of; the fewer of two numbers. */
function addVictims(counts: Counts, section: Inner): void {
  const flat = flatSection(section);
  if (textOf(section, "t") !== "person" || flat["fields.role"] !== "potential_victim") return;
  const { low } = tallyOf(flat);
  for (const name of OF_VICTIMS) {
    const value = flat[`fields.${name}`];
    add(counts, name, typeof value === "string" ? value : NOT_SAID, low);
  }
}

/** What kind of help a section about a referral speaks of. */
function addReferral(counts: Counts, section: Inner): void {
  if (textOf(section, "t") !== "referral") return;
  const fields = isObject(section.fields) ? section.fields : {};
  add(counts, "referral_type", textOf(fields, "referral_type"), 1);
}

function addCase(counts: Counts, { main, sections, referrals }: CaseFacts): void {
  const fields = isObject(main?.fields) ? main.fields : {};
  for (const name of OF_MAIN) add(counts, name, textOf(fields, name), 1);
  for (const section of sections) {
    addVictims(counts, section);
    addReferral(counts, section);
  }
  for (const mode of referrals) add(counts, "referral_mode", mode, 1);
}

/** The largest first; hidden ones stand behind in the order of their codes, which says nothing. */
const byFigure = (one: Line, other: Line): number =>
  (other.figures[0] ?? 0) - (one.figures[0] ?? 0);

/** Of long tables what somebody is in. Where all of it is hidden, not even which lines there are is told. */
function shownLines({ name, lines }: Table): Line[] {
  if (!LONG.includes(name)) return lines;
  if (lines.every(({ figures }) => figures[0] === null)) return [];
  return lines.filter(({ figures }) => figures[0] !== 0).sort(byFigure);
}

/** The tables of these cases, with nothing in them that is below `floor` or gives such a figure back. */
export function caseTables(cases: readonly CaseFacts[], floor: number): Table[] {
  const counts: Counts = {};
  for (const one of cases) addCase(counts, one);
  const margins: Margins = Object.fromEntries(
    Object.entries(counts).map(([name, line]) => [
      name,
      Object.fromEntries(Object.entries(line).map(([bucket, n]) => [bucket, { [TIME]: n }])),
    ]),
  );
  return Object.entries(CASE_TABLES).map(([name, codes]) => {
    const buckets = [...codes, NOT_SAID];
    const table = tableOf(margins, name, { buckets, periods: [TIME] }, floor);
    return { ...table, lines: shownLines(table) };
  });
}
