// Words that are typed and not yet sent, by the thing they belong to: they survive a change of
// screen, and nothing but sign-out or sending drops them. Memory only.

import { type Signal, signal } from "@preact/signals";

const drafts = new Map<string, Signal<unknown>>();
const begun = new Map<string, string>();

/** The draft under `key`; `initial` is what it begins with. */
export function draft<T>(key: string, initial: T): Signal<T> {
  const held = drafts.get(key) as Signal<T> | undefined;
  if (held !== undefined) return held;
  const fresh = signal(initial);
  drafts.set(key, fresh as Signal<unknown>);
  begun.set(key, JSON.stringify(initial));
  return fresh;
}

/** The draft is sent or thrown away. */
export function dropDraft(key: string): void {
  drafts.delete(key);
}

/** Whether anything typed under a key with this beginning is kept. */
export function hasDraft(key: string): boolean {
  return drafts.has(key);
}

/** Whether anybody typed something that is not sent yet: leaving the page would lose it. */
export function anythingTyped(): boolean {
  return [...drafts].some(([key, held]) => JSON.stringify(held.value) !== begun.get(key));
}

/** Every draft with what it began with, for the lock to seal. */
export type PackedDrafts = [key: string, began: string, value: unknown][];

export const packDrafts = (): PackedDrafts =>
  [...drafts].map(([key, held]) => [key, begun.get(key) ?? "", held.value]);

/** The drafts are as they were packed. */
export function unpackDrafts(packed: PackedDrafts): void {
  for (const [key, began, value] of packed) {
    draft(key, value).value = value;
    begun.set(key, began);
  }
}

/** Sign-out or lock: nothing typed stays. */
export function wipeDrafts(): void {
  for (const held of drafts.values()) held.value = undefined;
  drafts.clear();
}
