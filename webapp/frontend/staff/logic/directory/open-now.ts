// Whether somebody is there now: weekly times in the zone of whoever gave them, also over midnight
// and on the days on which clocks change. What cannot be told for sure is never said to be open.

import type { HoursRow } from "../../directory/types.ts";
import { dayOf, daysAfter } from "../time.ts";

/** A moment as a clock on a wall shows it. */
export interface WallClock {
  /** 0 is Monday. */
  weekday: number;
  minute: number;
  /** `YYYY-MM-DD`. */
  day: string;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const OFFSET = /^(?:UTC|GMT)?([+-]?)(\d{1,2})(?::?(\d\d))?$/i;

/** Minutes from UTC that a zone names as a number; null for a zone with a name. */
export function offsetOf(zone: string | number): number | null {
  if (typeof zone === "number") return zone * 60;
  const found = OFFSET.exec(zone.trim());
  if (found === null) return null;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return found[1] === "-" ? -minutes : minutes;
}

function atOffset(moment: Date, minutes: number): WallClock {
  const there = new Date(moment.getTime() + minutes * 60_000);
  return {
    weekday: (there.getUTCDay() + 6) % 7,
    minute: there.getUTCHours() * 60 + there.getUTCMinutes(),
    day: dayOf(there),
  };
}

function inZone(moment: Date, zone: string): WallClock {
  const parts = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(moment);
  const of = (type: string): string => parts.find((it) => it.type === type)?.value ?? "";
  return {
    weekday: WEEKDAYS.indexOf(of("weekday")),
    minute: Number(of("hour")) * 60 + Number(of("minute")),
    day: `${of("year")}-${of("month")}-${of("day")}`,
  };
}

/** Clocks of one moment, each zone read once. A zone that nobody knows has none. */
export function clocksAt(
  moment: Date,
  fallback: string,
): (zone: string | number) => WallClock | null {
  const known = new Map<string | number, WallClock | null>();
  const read = (zone: string | number): WallClock | null => {
    const minutes = zone === "" ? null : offsetOf(zone);
    if (minutes !== null) return atOffset(moment, minutes);
    try {
      return inZone(moment, String(zone) || fallback);
    } catch {
      return null;
    }
  };
  return (zone) => {
    let clock = known.get(zone);
    if (clock === undefined) {
      clock = read(zone);
      known.set(zone, clock);
    }
    return clock;
  };
}

const dayBefore = (day: string): string => daysAfter(new Date(`${day}T00:00:00Z`), -1);

// By place, not taken apart: this runs for every time of every organisation.
const holds = (hours: HoursRow, weekday: number, day: string): boolean =>
  ((hours[1] >> weekday) & 1) === 1 &&
  (hours[4] === "" || hours[4] <= day) &&
  (hours[5] === "" || day <= hours[5]);

/** Whether one weekly time covers this moment. */
export function covers(hours: HoursRow, { weekday, minute, day }: WallClock): boolean {
  const opens = hours[2];
  // What closes before it opens, or at the same time, closes on the next day.
  const end = hours[3] > opens ? hours[3] : hours[3] + 1440;
  if (opens <= minute && minute < end && holds(hours, weekday, day)) return true;
  return end > 1440 && minute + 1440 < end && holds(hours, (weekday + 6) % 7, dayBefore(day));
}

/** Open, closed, or not known: without a time that can be followed nothing is said. */
export function isOpen(
  hours: readonly HoursRow[],
  unsure: number,
  clock: (zone: string | number) => WallClock | null,
): boolean | null {
  let told = hours.length > 0 && unsure === 0;
  for (const each of hours) {
    const there = clock(each[0]);
    if (there === null) told = false;
    else if (covers(each, there)) return true;
  }
  return told ? false : null;
}
