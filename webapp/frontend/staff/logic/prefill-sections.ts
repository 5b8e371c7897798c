// Sections that a tip's answers already fill: proposed to staff, who say which of them the case gets.

import { answersOf, type Inner } from "./answers.ts";
import { sectionInner } from "./case-record.ts";
import type { Flat } from "./merge.ts";
import { numberIn } from "./people.ts";
import { codeOf, firstWords, reporterOf, settingOf } from "./prefill.ts";

/** A section that nobody agreed to yet. */
export interface Proposal {
  section: string;
  flat: Flat;
}

/** People answer with more than a name; the first sentence is most often it. */
const LONGEST_NAME = 72;

type Answers = Record<string, string>;

/** The section with these fields, or none where nothing that matters is filled. */
function proposal(
  section: string,
  fields: Answers,
  needs: readonly string[],
  body = "",
): Proposal[] {
  if (needs.every((name) => (fields[name] ?? "") === "")) return [];
  const filled = Object.entries(fields).filter(([, value]) => value !== "");
  const named = filled.map(([name, value]) => [`fields.${name}`, value] as const);
  return [{ section, flat: { title: "", ...Object.fromEntries(named), body } }];
}

const NUMBER = /\p{Nd}[\p{Nd}.,'’٬\u00a0\u202f]*/u;
const ROUGH =
  /about|around|some|over|almost|nearly|unos|unas|como|casi|cerca|más|mas|alrededor|حوالي|نحو|تقريبا|قرابة/iu;

/** "about 300 of us": how many, as far as a number stands there. */
function counted(people: string): Answers {
  const found = people.match(NUMBER)?.[0];
  const count = found === undefined ? null : numberIn(found);
  if (count === null) return {};
  return { count: String(count), count_how: ROUGH.test(people) ? "about" : "exact" };
}

function victims({ witness = "", minor = "", people = "", who_danger = "" }: Answers): Proposal[] {
  const unknown = witness === "worker" ? {} : { names_known: "no" };
  const said = {
    role: "potential_victim",
    ...unknown,
    ...counted(people),
    minor: codeOf("yes_no", minor),
  };
  return proposal("person", said, people + who_danger === "" ? ["none"] : ["role"], who_danger);
}

function placeOfTip({ witness = "", school = "", employer = "", where = "", since = "" }: Answers) {
  const place_name = firstWords(school || employer, LONGEST_NAME);
  const location_setting = settingOf(witness);
  // Where a flight was seen is said by the flight.
  const fields = { place_name, address: where, location_setting, since };
  return proposal("place", fields, ["place_name", "address"]);
}

function controller({ employer = "" }: Answers): Proposal[] {
  const person_name = firstWords(employer, LONGEST_NAME);
  const said = { role: "controller", person_name, recruiter_relation: "employer_job_offer" };
  return proposal("person", said, ["person_name"], person_name === employer ? "" : employer);
}

function reporter(answer: Answers): Proposal[] {
  const reporter_type = reporterOf(answer.witness ?? "", answer.how_known ?? "");
  const how_known = codeOf("how_known", answer.how_known);
  const fields = { role: "reporter", reporter_type, how_known };
  return proposal("person", fields, ["reporter_type", "how_known"], answer.reach ?? "");
}

/** What the case could begin with, in the order of its sections. */
export function sectionsFromTip(tip: Inner): Proposal[] {
  const answer: Answers = Object.fromEntries(answersOf(tip));
  const { flight: flight_number = "", airline = "", seats = "" } = answer;
  return [
    ...victims(answer),
    ...controller(answer),
    ...reporter(answer),
    ...placeOfTip(answer),
    ...proposal("flight", { airline, flight_number, seats }, ["airline", "flight_number"]),
  ];
}

/** The proposal as it is sealed. */
export const proposedInner = ({ section, flat }: Proposal, at: string): Inner =>
  sectionInner(section, flat, at);
