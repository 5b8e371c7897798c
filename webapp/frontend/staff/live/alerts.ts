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
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly ring: (alarm: Alarm, count: number) => void) {}

  /** These chats wait now, and nobody else does. */
  update(waiting: readonly string[], quiet: boolean, now: number): void {
    this.#quiet = quiet;
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
    if (this.#quiet || now - this.#lastAt < WAVE_MS) return;
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

  /** Supervisors hear of it even without room of their own: they may take over. */
  escalated(now: number): void {
    if (now - this.#lastAt < WAVE_MS) return;
    this.#lastAt = now;
    this.ring("escalated", 1);
  }
}
