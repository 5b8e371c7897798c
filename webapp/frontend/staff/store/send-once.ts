// What is sealed once goes out as the same bytes until the server answers: a lost answer makes no second one.

import { Problem, Unreachable } from "../api/http.ts";
import { Told } from "../ui/explain.ts";
import { draft } from "./drafts.ts";

/** Send bytes made by `seal` until the server has them; other words, or its no, make new ones. */
export async function sendOnce<S, T>(
  slot: string,
  words: unknown,
  seal: () => S,
  send: (sealed: S) => Promise<T>,
): Promise<T> {
  const pending = draft<{ words: string; sealed: S } | null>(`sealed:${slot}`, null);
  const said = JSON.stringify(words);
  if (pending.value?.words !== said) pending.value = { words: said, sealed: seal() };
  try {
    const answer = await send(pending.value.sealed);
    pending.value = null;
    return answer;
  } catch (reason) {
    // Without an answer nobody knows whether it arrived; after a no, it did not.
    if (reason instanceof Unreachable) throw new Told("error.unreachable");
    if (reason instanceof Problem && reason.status !== 401) pending.value = null;
    throw reason;
  }
}
