// Keys that do something by themselves: which command a key press is, after the one before it.

export type Command =
  | "next"
  | "previous"
  | "tick"
  | "claim"
  | "search"
  | "help"
  | "queue"
  | "cases"
  | "directory";

const ALONE: Readonly<Record<string, Command>> = {
  j: "next",
  k: "previous",
  x: "tick",
  c: "claim",
  "/": "search",
  "?": "help",
};
const AFTER_G: Readonly<Record<string, Command>> = { q: "queue", c: "cases", d: "directory" };

/** What the list of keys shows: the keys, and the command whose words stand beside them. */
export const KEYS: readonly { keys: readonly string[]; command: Command }[] = [
  ...Object.entries(ALONE).map(([key, command]) => ({ keys: [key], command })),
  ...Object.entries(AFTER_G).map(([key, command]) => ({ keys: ["g", key], command })),
];

const SOON_MS = 1_500;

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** Reads one key after the other; `g` begins a pair. */
export class Shortcuts {
  #g = Number.NEGATIVE_INFINITY;

  press({ key, ctrlKey, altKey, metaKey }: Pressed, at: number): Command | null {
    const second = at - this.#g <= SOON_MS;
    this.#g = Number.NEGATIVE_INFINITY;
    if (ctrlKey || altKey || metaKey) return null;
    if (second) return AFTER_G[key] ?? null;
    if (key === "g") this.#g = at;
    return ALONE[key] ?? null;
  }
}
