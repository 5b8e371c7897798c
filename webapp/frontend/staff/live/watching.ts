// Which conversations the line brings us: those on screen, and every chat that I hold, wherever I am.

import { mention } from "./line.ts";

const onScreen = new Map<string, number>();
let mine: ReadonlySet<string> = new Set();

const watched = (): Set<string> => new Set([...onScreen.keys(), ...mine]);

/** Say it for all of them: at each connect, and often enough that the server does not forget. */
export function watchAll(): void {
  for (const conv of watched()) mention("watch", { conv });
}

function stopWatching(conv: string): void {
  if (!watched().has(conv)) mention("unwatch", { conv });
}

export function watch(conv: string): void {
  onScreen.set(conv, (onScreen.get(conv) ?? 0) + 1);
  mention("watch", { conv });
}

export function unwatch(conv: string): void {
  const places = (onScreen.get(conv) ?? 1) - 1;
  if (places > 0) onScreen.set(conv, places);
  else onScreen.delete(conv);
  stopWatching(conv);
}

/** These chats are mine now. */
export function holds(convs: readonly string[]): void {
  const before = mine;
  mine = new Set(convs);
  for (const conv of mine) if (!before.has(conv)) mention("watch", { conv });
  for (const conv of before) stopWatching(conv);
}
