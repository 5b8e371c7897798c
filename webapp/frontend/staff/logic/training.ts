// How a training goes on from a request, and what each step needs (the server decides; the desk
// offers only these).

export type TrainingStatus = "requested" | "scheduled" | "held" | "cancelled";

export interface Standing {
  status: TrainingStatus;
  /** "2026-12-04", where it is scheduled or was held. */
  day: string | null;
  /** How many came, where it was held. */
  people: number | null;
}

/** What somebody typed for a step. */
export interface Typed {
  day: string;
  people: string;
}

const NEXT: Record<TrainingStatus, readonly TrainingStatus[]> = {
  requested: ["scheduled", "cancelled"],
  scheduled: ["held", "scheduled", "requested", "cancelled"],
  held: ["held", "scheduled"],
  cancelled: ["requested"],
};

const MOST_PEOPLE = 100_000;
const A_NUMBER = /^\p{Nd}{1,6}$/u;

/** The statuses that a training may have next, the usual one first. */
export const nextSteps = (from: TrainingStatus): readonly TrainingStatus[] => NEXT[from] ?? [];

/** Whether a step asks for the day: a new one, or the one on which it was held. */
export const asksDay = (from: TrainingStatus, to: TrainingStatus): boolean =>
  to === "held" || (to === "scheduled" && from !== "held");

export const asksPeople = (to: TrainingStatus): boolean => to === "held";

/** Its day has passed, and nobody said that it was held. */
export const isOverdue = ({ status, day }: Standing, today: string): boolean =>
  status === "scheduled" && day !== null && day < today;

/** "٤٠" as well as "40"; null for anything else. */
export function peopleIn(typed: string): number | null {
  const text = typed.trim();
  if (!A_NUMBER.test(text)) return null;
  const plain = [...text].map(digitOf).join("");
  return Number(plain) <= MOST_PEOPLE ? Number(plain) : null;
}

/** Decimal digits stand ten in a row in every script, from a zero. */
function digitOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}

/** What is typed makes this step possible; otherwise the field that does not. */
export function standingAfter(
  was: Standing,
  to: TrainingStatus,
  typed: Typed,
  today: string,
): Standing | "day" | "not-yet" | "people" {
  if (!asksDay(was.status, to)) return { status: to, day: keptDay(was, to), people: null };
  if (!/^\d{4}-\d\d-\d\d$/.test(typed.day)) return "day";
  if (!asksPeople(to)) return { status: to, day: typed.day, people: null };
  if (typed.day > today) return "not-yet";
  const people = peopleIn(typed.people);
  return people === null ? "people" : { status: to, day: typed.day, people };
}

const keptDay = (was: Standing, to: TrainingStatus): string | null =>
  to === "scheduled" ? was.day : null;
