// The site's opening hours in the reader's own time zone and language.
import type { Open } from "../engine/live.ts";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = 86_400_000;

interface Span {
  opens: Date;
  closes: Date;
}

/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function ahead(zone: string, moment: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(moment);
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const there = Date.UTC(
    at("year"),
    at("month") - 1,
    at("day"),
    at("hour"),
    at("minute"),
    at("second"),
  );
  return there - Math.floor(moment / 1000) * 1000;
}

/** The moment at which a zone's clocks show this time; `wall` is that time as if it were UTC. */
function momentOf(zone: string, wall: number): number {
  const near = wall - ahead(zone, wall);
  return wall - ahead(zone, near);
}

const minutesOf = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return (hours * 60 + minutes) * 60_000;
};

/** The openings of the seven days that begin today, over there. */
export function openings({ zone, days, closed }: Open, now: number): Span[] {
  const today = Math.floor((now + ahead(zone, now)) / DAY) * DAY;
  return Array.from({ length: 7 }, (_, i) => today + i * DAY).flatMap((midnight) => {
    const day = new Date(midnight);
    const span = days[DAYS[day.getUTCDay()] ?? ""];
    if (span === undefined || closed.some(([it]) => it === day.toISOString().slice(0, 10)))
      return [];
    const [opens, closes] = span.map(
      (time) => new Date(momentOf(zone, midnight + minutesOf(time))),
    );
    return opens && closes ? [{ opens, closes }] : [];
  });
}

/** Each holiday of the next days in the reader's language, with its label. */
export function closedDays({ closed }: Open, language: string): [day: string, label: string][] {
  const date = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" } as const;
  const words = new Intl.DateTimeFormat(language, date);
  return closed.map(([day, label]) => [words.format(new Date(`${day}T00:00:00Z`)), label]);
}

/** One line for each opening, from the next week, in the language and time zone of the reader. */
export function hoursLines(open: Open, language: string, now: number, here?: string): string[] {
  const zone = here === undefined ? {} : { timeZone: here };
  const day = new Intl.DateTimeFormat(language, { weekday: "long", ...zone });
  const time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", ...zone });
  return openings(open, now).map(({ opens, closes }) => {
    const [from, to] = [day.format(opens), day.format(closes)];
    const last = from === to ? time.format(closes) : `${to} ${time.format(closes)}`;
    return `${from} ${time.format(opens)} – ${last}`;
  });
}
