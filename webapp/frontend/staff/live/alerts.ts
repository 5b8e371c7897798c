// When to raise one's voice: a new waiting chat, the same one still waiting, one that was escalated.
// However many arrive at once, a wave is one alert; whoever has no room hears nothing.

export type Alarm = "new" | "again" | "escalated";

export const WAVE_MS = 5_000;
export const AGAIN_MS = 20_000;
/** After so many the supervisors were told; going on would only teach people not to hear it. */
export const MOST_ALERTS = 4;

interface Waiting {
  /** When it was alerted last; null while nobody here was told. */
  told: number | null;
  times: number;
}

export class Alerts {
  readonly #waiting = new Map<string, Waiting>();
  #quiet = false;
  /** A chat was escalated, and nobody here was told yet. */
  #urgent = false;
  #urgentAt = Number.NEGATIVE_INFINITY;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly ring: (alarm: Alarm, count: number) => void) {}

  /** These chats wait now, and nobody else does. */
  update(waiting: readonly string[], quiet: boolean, now: number): void {
    this.#quiet = quiet;
    this.#urgent &&= waiting.length > 0;
    for (const conv of this.#waiting.keys()) {
      if (!waiting.includes(conv)) this.#waiting.delete(conv);
    }
    for (const conv of waiting) {
      if (!this.#waiting.has(conv)) this.#waiting.set(conv, { told: null, times: 0 });
    }
    this.tick(now);
  }

  /** Time passed: the rest of a wave, and what still waits. */
  tick(now: number): void {
    if (now - this.#lastAt < WAVE_MS) return;
    if (this.#urgent) {
      this.#urgent = false;
      this.#lastAt = this.#urgentAt = now;
      this.ring("escalated", 1);
    } else if (!this.#quiet) this.#tell(now);
  }

  /** Supervisors hear of it even without room of their own: they may take over. Right after another
   * alert it waits its turn, and is never left out. */
  escalated(now: number): void {
    if (now - this.#urgentAt < WAVE_MS) return;
    this.#urgent = true;
    this.tick(now);
  }

  #tell(now: number): void {
    const all = [...this.#waiting.values()];
    const fresh = all.filter(({ told }) => told === null);
    const due = all.filter(
      ({ told, times }) => told !== null && times < MOST_ALERTS && now - told >= AGAIN_MS,
    );
    const heard = [...fresh, ...due];
    if (heard.length === 0) return;
    this.#lastAt = now;
    for (const it of heard) {
      it.told = now;
      it.times += 1;
    }
    this.ring(fresh.length > 0 ? "new" : "again", heard.length);
  }
}
