// How long nobody touched the desk. Two clocks, because one of them stands still while a laptop
// sleeps and the other can be put back: whichever says more counts.

export interface Moment {
  /** Milliseconds of the wall clock. */
  wall: number;
  /** Milliseconds that only ever grow. */
  steady: number;
}

export const momentNow = (): Moment => ({ wall: Date.now(), steady: performance.now() });

export class Idle {
  #last: Moment;

  constructor(now: Moment) {
    this.#last = now;
  }

  touched(now: Moment): void {
    this.#last = now;
  }

  /** Milliseconds since the last touch. */
  since(now: Moment): number {
    return Math.max(now.wall - this.#last.wall, now.steady - this.#last.steady, 0);
  }
}
