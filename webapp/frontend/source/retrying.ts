// Keeps trying what was not acknowledged: after a while, when the line comes back, or when told to.
import { one, say, text } from "./dom.ts";

const WAITS = [3_000, 6_000, 12_000, 30_000, 60_000];

interface Tried {
  state: "sent" | "kept" | "refused";
  /** Seconds until it is the turn of what is kept. */
  wait?: number;
}

/** Ends a wait early. */
let hurry: () => void = () => undefined;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    hurry = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** Says that what is on its way is kept, and offers to try at once. */
export function sayKept(view: HTMLElement): void {
  say(one("[data-sending]", view), text("send.kept"));
  one('[data-do="try-now"]', view).hidden = false;
}

export const tryNow = (): void => hurry();

/** The first outcome that is not "kept"; `again` must send the same bytes as before. */
export async function untilDelivered<T extends Tried>(
  first: Promise<T>,
  again: () => Promise<T>,
  onKept: (outcome: T) => void,
  wait: (milliseconds: number) => Promise<void> = pause,
): Promise<T> {
  let outcome = await first;
  for (let tries = 0; outcome.state === "kept"; tries++) {
    onKept(outcome);
    const turn = outcome.wait ? outcome.wait * 1_000 : undefined;
    await wait(turn ?? WAITS[Math.min(tries, WAITS.length - 1)] ?? 0);
    outcome = await again();
  }
  return outcome;
}
