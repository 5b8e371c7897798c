// From tip to case form: what the person's answers already say, so that nobody types it twice.

import { own } from "../../lib/own.ts";
import type { Message } from "../../lib/thread.ts";
import { answersOf, type Inner, textOf } from "./answers.ts";
import { emptyMain } from "./case-record.ts";
import { stripOf } from "./chat.ts";
import type { Flat } from "./merge.ts";
import { isTerm, type TermList } from "./terms.ts";

const TITLE_LENGTH = 72;
const REPORTERS: Record<string, string> = { pilot: "airline_airport", teacher: "educator" };
const SETTINGS: Record<string, string> = {
  pilot: "airport_aircraft",
  teacher: "school",
};

/** Where somebody of this kind most often sees it; a tip's answer may be any word. */
export const settingOf = (witness: string): string => own(SETTINGS, witness) ?? "";

export const codeOf = (list: TermList, value: string | undefined): string =>
  value !== undefined && isTerm(list, value) ? value : "";

export function reporterOf(witness: string, howKnown: string): string {
  if (howKnown === "self") {
    return witness === "worker" ? "victim_labor_exploitation" : "victim_of_trafficking";
  }
  return own(REPORTERS, witness) ?? "";
}

/** A chat as a tip would have told it: the waiting room's answers, and the person's first words. */
export function tipFromChat(messages: readonly Message[]): Inner {
  const strip = Object.fromEntries(stripOf(messages));
  const first = messages.find(
    ({ direction, inner }) => direction === "S" && inner?.t === "text" && inner.body !== "",
  );
  const { danger_now, minor, region: where } = strip;
  const what = textOf(first?.inner ?? null, "body");
  return { t: "tip", at: "", answers: { what, where, danger_now, minor } };
}

/** The form filled from a tip; `line` writes one answer in the reader's language. */
export function mainFromTip(
  tip: Inner,
  language: string,
  line: (key: string, value: string) => string,
): Flat {
  const told = answersOf(tip);
  const answer = Object.fromEntries(told);
  const witness = answer.witness ?? "";
  return {
    ...emptyMain(),
    title: firstWords(answer.what ?? "", TITLE_LENGTH),
    summary: told.map(([key, value]) => line(key, value)).join("\n"),
    "fields.severity": answer.danger_now === "yes" ? "high" : "unassessed",
    "fields.reporter_type": reporterOf(witness, answer.how_known ?? ""),
    "fields.location_setting": settingOf(witness),
    "fields.how_known": codeOf("how_known", answer.how_known),
    "fields.minors": codeOf("yes_no", answer.minor),
    "fields.language": language,
  };
}

/** The first sentence or line, cut at a word before `limit` characters. */
export function firstWords(text: string, limit: number): string {
  return excerpt(text.trim().split(/[\n.!?]/, 1)[0] ?? "", limit);
}

/** The beginning of a text on one line, cut at a word before `limit` characters. */
export function excerpt(text: string, limit: number): string {
  const line = text.trim().replace(/\s+/g, " ");
  if (line.length <= limit) return line;
  const space = line.lastIndexOf(" ", limit);
  return `${line.slice(0, space > limit / 2 ? space : limit)}…`;
}
