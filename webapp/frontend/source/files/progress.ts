// How far all files together are, how long it still takes, and what is said aloud of it, and when.
import type { Item } from "./page.ts";

const QUARTERS = 4;

/** What waits for a tip that is still being written is not on its way. */
const isOn = ({ state, of }: Item) => state === "sending" || (state === "waiting" && of !== "tip");
const lengthOf = ({ length, file }: Item) => length || file.size;

/** Files of this sending: those on their way, and those that went before them since there was none. */
export class Progress {
  #began = 0;
  #before = 0;
  #said = 0;
  #batch = new Set<Item>();

  /** Takes in how it stands now, at so many milliseconds. */
  note(items: readonly Item[], now: number): void {
    const on = items.filter(isOn);
    if (on.length > 0 && ![...this.#batch].some(isOn)) this.#start(now);
    for (const item of on) this.#batch.add(item);
    for (const item of this.#batch) if (!items.includes(item)) this.#batch.delete(item);
  }

  /** After a pause or a lost line what was before says nothing about what comes. */
  restart(now: number): void {
    this.#began = now;
    this.#before = this.done;
  }

  get all(): Item[] {
    return [...this.#batch].filter((item) => isOn(item) || item.state === "sent");
  }

  get isOn(): boolean {
    return this.all.some(isOn);
  }

  get done(): number {
    return this.all.reduce(
      (sum, item) => sum + (item.state === "sent" ? lengthOf(item) : item.done),
      0,
    );
  }

  get length(): number {
    return this.all.reduce((sum, item) => sum + lengthOf(item), 0);
  }

  /** The number of the file that is on its way, from 1. */
  get number(): number {
    const sent = this.all.filter(({ state }) => state === "sent").length;
    return Math.min(sent + 1, this.all.length);
  }

  /** Seconds, or NaN as long as nothing can be said. */
  left(now: number): number {
    const gained = this.done - this.#before;
    if (gained <= 0) return Number.NaN;
    return (((this.length - this.done) / gained) * (now - this.#began)) / 1000;
  }

  /** Whether another quarter is there, which is said aloud; each percent would drown all else. */
  isQuarter(): boolean {
    const quarter = Math.floor((QUARTERS * this.done) / Math.max(1, this.length));
    const isNew = quarter > this.#said && quarter < QUARTERS;
    this.#said = Math.max(this.#said, quarter);
    return isNew;
  }

  #start(now: number): void {
    this.#batch.clear();
    this.#said = 0;
    this.restart(now);
  }
}
