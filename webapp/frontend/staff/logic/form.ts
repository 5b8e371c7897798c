// The questions behind the doors as data, and a tip's answers in the words of the version that it names.

import { toB64, utf8 } from "../../lib/bytes.ts";
import { shortHash } from "../../lib/hash.ts";
import { own } from "../../lib/own.ts";
import type { Door } from "../../source/engine/protocol.ts";
import type { Language } from "../i18n/i18n.ts";
import { type Inner, isObject, textOf } from "./answers.ts";

export type Texts = Readonly<Record<Language, string>>;
export const KINDS = ["text", "choice", "date", "number", "place", "file"] as const;
export type Kind = (typeof KINDS)[number];

export interface Choice {
  key: string;
  label: Texts;
  help: Texts;
  doors: Door[];
}

export interface Question {
  key: string;
  kind: Kind;
  label: Texts;
  help: Texts;
  /** Other words for it behind a door. */
  at: Partial<Record<Door, Texts>>;
  rows: number;
  many: boolean;
  choices: Choice[];
  terms: string;
  condition: { question: string; any_of: string[] } | null;
  inline: boolean;
  asks_for: string[];
}

export interface FormBody {
  questions: Question[];
  doors: Record<Door, string[]>;
}

/** The version that a tip says it answers. */
export interface FormName {
  version: number;
  hash: string;
}

/** Null where the questions that ship were asked. */
export function formNamedBy({ form }: Inner): FormName | null {
  if (!isObject(form) || !Number.isSafeInteger(form.version)) return null;
  return { version: Number(form.version), hash: textOf(form, "hash") };
}

/** What a version says, if it is the one that the tip names; null where the server shows another. */
export function formIn(text: string, { hash }: FormName): FormBody | null {
  if (toB64(shortHash(utf8(text))) !== hash) return null;
  const body: unknown = JSON.parse(text);
  const isForm = isObject(body) && Array.isArray(body.questions) && isObject(body.doors);
  return isForm ? (body as unknown as FormBody) : null;
}

const questionOf = (form: FormBody, key: string): Question | undefined =>
  form.questions.find((question) => question.key === key);

/** The order in which a door asks; the pool's where the tip names no door that there is. */
export function orderOf(form: FormBody, inner: Inner): string[] {
  return own(form.doors, textOf(inner, "door")) ?? form.questions.map(({ key }) => key);
}

/** A question's words as its person saw them, but in the reader's language; unknown keys stay. */
export function labelIn(form: FormBody, inner: Inner, key: string, language: Language): string {
  const question = questionOf(form, key);
  const texts = own<Texts>(question?.at ?? {}, textOf(inner, "door")) ?? question?.label;
  return texts?.[language] || key;
}

const DAY = /^(\d{4}-\d{2}-\d{2})(?= |$)/;

/** An answer in the reader's language: choices and days by name, the person's own words untouched. */
export function answerIn(form: FormBody, key: string, value: string, language: Language): string {
  const question = questionOf(form, key);
  if (question?.kind === "choice") {
    const named = (one: string) =>
      question.choices.find((choice) => choice.key === one)?.label[language] || one;
    return value.split(" ").map(named).join(" · ");
  }
  return question?.kind === "date" ? value.replace(DAY, (day) => dayName(day, language)) : value;
}

function dayName(day: string, language: Language): string {
  const moment = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return day;
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(moment);
}
