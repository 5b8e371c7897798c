// When a source was away so long that somebody else may hold the phone now.

/** Away at least this long, and the person has to be recognised again. */
export const LONG_AWAY_MS = 5 * 60_000;

export class Gaps {
  #awaySince: number | null = null;
  /** The first number of the source's that came, or will come, after the latest gap; 0: none. */
  since = 0;

  /** The source's client is there or not; `seq` is its last message so far. */
  saw(online: boolean, seq: number, now: number): void {
    if (!online) {
      this.#awaySince ??= now;
      return;
    }
    if (this.#awaySince !== null && now - this.#awaySince >= LONG_AWAY_MS) this.since = seq + 1;
    this.#awaySince = null;
  }
}
