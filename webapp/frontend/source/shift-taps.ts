// Leaving by keyboard: tells three taps of Shift from the Shift of a capital letter.
const TAPS = 3;
const WITHIN = 5000; // milliseconds

/** Shift, three times in five seconds and alone: held for a capital letter it does not count. */
export function shiftTaps(leaveNow: () => void) {
  let taps: number[] = [];
  let alone = false;
  return {
    down({ key, repeat }: Pick<KeyboardEvent, "key" | "repeat">): void {
      if (key !== "Shift") taps = [];
      if (!repeat) alone = key === "Shift";
    },
    up({ key, timeStamp }: Pick<KeyboardEvent, "key" | "timeStamp">): void {
      if (key !== "Shift" || !alone) return;
      alone = false;
      taps = [...taps.filter((tap) => timeStamp - tap <= WITHIN), timeStamp];
      if (taps.length >= TAPS) leaveNow();
    },
    pointer(): void {
      alone = false;
    },
  };
}
