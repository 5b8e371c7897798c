// The words with which an advocate introduces somebody to an organisation: pure, from what is known to a draft.

export interface Introduction {
  /** The organisation. */
  name: string;
  /** Telephone numbers of it, as the directory has them. */
  phones: readonly { number: string; description: string }[];
  /** The number by which it knows that this is the person; "" where the release has none. */
  greeting: string;
  /** Whether an advocate is with them now. */
  live: boolean;
}

/** A message with `{name}` places, in the person's own language. */
export type Say = (id: string, values?: Record<string, string>) => string;

const MOST_PHONES = 3;

/** What the person reads: who expects them, how to reach them, and what to say. */
export function introduction(about: Introduction, say: Say): string {
  const { name, phones, greeting, live } = about;
  const numbers = phones
    .filter(({ number }) => number.trim() !== "")
    .slice(0, MOST_PHONES)
    .map(({ number, description }) => [number, description].filter(Boolean).join(" – "));
  const parts = [say("introduce.text-who", { name })];
  if (numbers.length > 0) parts.push(say("introduce.text-reach"), ...numbers);
  if (greeting !== "") parts.push(say("introduce.text-greeting"), greeting);
  parts.push(say(live ? "introduce.text-stay" : "introduce.text-write"));
  return parts.join("\n");
}
