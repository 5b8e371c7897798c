// Days, hours and ages as the desk shows them: the server keeps days and hours in UTC, the screen
// shows them in the reader's language and zone.

const MINUTE = 60_000;
const DAY = 86_400_000;

/** "2025-11-24", the day in UTC, as the server keeps days. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

export const today = (): string => dayOf(new Date());

/** The day that comes so many days after this moment's; before it where they are negative. */
export const daysAfter = (moment: Date, days: number): string =>
  dayOf(new Date(moment.getTime() + days * DAY));

/** "2025-11-24T10", the UTC hour that goes into sealed text and nowhere finer. */
export function hourOf(now: Date): string {
  return now.toISOString().slice(0, 13);
}

/** A number and a unit, so that Intl can write "12 min" in any language. */
export interface Age {
  count: number;
  unit: "minute" | "hour" | "day";
}

/** How long ago `arrived` ("YYYY-MM-DDTHH:MM", UTC) was; a clock that runs ahead gives 0. */
export function ageOf(arrived: string, now: Date): Age {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(`${arrived}Z`)) / MINUTE));
  if (minutes < 60) return { count: minutes, unit: "minute" };
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: "hour" };
  return { count: Math.floor(minutes / 1440), unit: "day" };
}

/** The Date of a stored hour or day, or null where the text is no such thing (it came sealed). */
export function parseStamp(text: unknown): Date | null {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2})?)?$/.test(text)) return null;
  const full =
    text.length === 10 ? `${text}T00:00Z` : text.length === 13 ? `${text}:00Z` : `${text}Z`;
  const date = new Date(full);
  return Number.isNaN(date.getTime()) ? null : date;
}
