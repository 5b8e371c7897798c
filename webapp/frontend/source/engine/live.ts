// How a live chat stands, as the server tells the person who waits or writes: numbers and codes only.
export const PHASES = ["waiting", "live", "resting", "ended"] as const;
export type Phase = (typeof PHASES)[number];

/** Opening and closing time of each open day, in the site's own time zone. */
export interface Open {
  zone: string;
  now: boolean;
  days: Readonly<Record<string, readonly [string, string]>>;
  /** Days on which it is closed although it may be open else, `YYYY-MM-DD`, with what they are. */
  closed: readonly (readonly [day: string, label: string])[];
}

export interface Live {
  phase: Phase;
  /** The last of the person's envelopes that staff had on screen. */
  seen: number;
  position: number | null;
  onShift: number;
  /** Minutes, where they can be guessed. */
  estimate: number | null;
  advocates: number;
  supervisors: number;
  interpreters: number;
  warned: boolean;
  lost: boolean;
  wordsHours: number;
  open: Open | null;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const count = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0);
const maybe = (value: unknown): number | null =>
  Number.isSafeInteger(value) ? Number(value) : null;

const isSpan = (span: unknown): span is [string, string] =>
  Array.isArray(span) &&
  span.length === 2 &&
  span.every((time) => /^\d\d:\d\d$/.test(String(time)));

const isHoliday = (it: unknown): it is [string, string] =>
  Array.isArray(it) &&
  it.length === 2 &&
  /^\d{4}-\d\d-\d\d$/.test(String(it[0])) &&
  typeof it[1] === "string";

function openFrom(json: unknown): Open | null {
  if (!isObject(json) || typeof json.zone !== "string" || !isObject(json.days)) return null;
  const days = Object.entries(json.days).filter(([, span]) => isSpan(span));
  return {
    zone: json.zone,
    now: json.now === true,
    days: Object.fromEntries(days) as Open["days"],
    closed: Array.isArray(json.closed) ? json.closed.filter(isHoliday) : [],
  };
}

/** The server's word, or null where the chat is not live; what is missing or odd counts as nothing. */
export function liveFrom(json: unknown): Live | null {
  if (!isObject(json)) return null;
  const phase = PHASES.find((known) => known === json.phase);
  if (phase === undefined) return null;
  return {
    phase,
    seen: count(json.seen),
    position: maybe(json.position),
    onShift: count(json.on_shift),
    estimate: maybe(json.estimate),
    advocates: count(json.advocates),
    supervisors: count(json.supervisors),
    interpreters: count(json.interpreters),
    warned: json.warned === true,
    lost: json.lost === true,
    wordsHours: count(json.words_hours),
    open: openFrom(json.open),
  };
}
