// A long chat text travels as several messages, each of one 1,024-byte bucket, and reads as one again.
import { jsonBytes } from "./bytes.ts";
import type { Inner, Message } from "./thread.ts";

/** What fits the smallest bucket beside the four bytes of its length. */
export const ONE_BUCKET = 1020;

// The widest that `low` and `part` get in any conversation that people can write.
const ROOM = { low: [9_999_999, 9_999_999], part: [999, 999] };

/** What a text takes inside JSON, its quotes left out. */
const spelled = (text: string) => jsonBytes(text).length - 2;

/** Where a piece of `letters` best ends: after the last space of its second half, else at its end. */
function endOf(letters: readonly string[]): number {
  let end = letters.length;
  while (end > letters.length / 2 && !/\s/.test(letters[end - 1] ?? "")) end--;
  return end > letters.length / 2 ? end : letters.length;
}

/**
 * The text in pieces that each fit one bucket together with `frame`, which is everything else that
 * the writer puts into the message. Put together, the pieces are the text again, to the letter.
 */
export function splitText(text: string, frame: Inner): string[] {
  const room = ONE_BUCKET - jsonBytes({ ...frame, ...ROOM, body: "" }).length;
  if (spelled(text) <= room) return [text];
  const pieces: string[] = [];
  let letters: string[] = [];
  let taken = 0;
  for (const letter of text) {
    const size = spelled(letter);
    if (taken + size > room) {
      const end = endOf(letters);
      pieces.push(letters.slice(0, end).join(""));
      letters = letters.slice(end);
      taken = spelled(letters.join(""));
    }
    letters.push(letter);
    taken += size;
  }
  return [...pieces, letters.join("")];
}

/** The inner messages that carry a text: one as it is, or numbered parts. */
export function textInners(text: string, frame: Inner): Inner[] {
  const pieces = splitText(text, frame);
  if (pieces.length === 1) return [{ ...frame, body: text }];
  return pieces.map((body, i) => ({ ...frame, body, part: [i + 1, pieces.length] }));
}

/** A message as people read it; `last` is the number of its last part. */
export interface Joined extends Message {
  last: number;
}

type Place = [number, number];

const isPlace = (part: unknown): part is Place =>
  Array.isArray(part) &&
  part.length === 2 &&
  part.every((n) => Number.isSafeInteger(n)) &&
  part[0] >= 1 &&
  part[0] <= part[1];

const placeOf = ({ inner }: Message): Place | null =>
  inner?.t === "text" && typeof inner.body === "string" && isPlace(inner.part) ? inner.part : null;

/** Who goes on writing what: parts of two colleagues, or tabs, that write at once do not mix. */
const writerOf = ({ direction, inner }: Message, of: number) =>
  `${direction} ${of} ${String(inner?.long ?? "")} ${String(inner?.name ?? "")}`;

/** Puts parts together where the next one follows; nothing is dropped, nothing is guessed. */
export function joinParts(messages: readonly Message[]): Joined[] {
  const joined: Joined[] = [];
  // Other messages may stand in between: a person may write in two tabs at once.
  const open = new Map<string, { at: number; next: number }>();
  for (const message of messages) {
    const [n, of] = placeOf(message) ?? [0, 0];
    const writer = writerOf(message, of);
    const begun = of > 0 ? open.get(writer) : undefined;
    const before = begun && joined[begun.at];
    if (before && begun.next === n) {
      const body = `${String(before.inner?.body)}${String(message.inner?.body)}`;
      joined[begun.at] = {
        ...before,
        last: message.seq,
        inner: { ...before.inner, body } as Inner,
      };
      open.set(writer, { ...begun, next: n + 1 });
    } else {
      if (of > 0) open.set(writer, { at: joined.length, next: n + 1 });
      joined.push({ ...message, last: message.seq });
    }
  }
  return joined;
}
