// Whether what is due is late, soon, or has time.

import type { Item } from "../api/types.ts";
import { parseStamp } from "./time.ts";

export type DueState = "later" | "soon" | "late";

export function dueState(due: NonNullable<Item["due"]>, now: Date): DueState {
  const reached = (minute: string): boolean => {
    const moment = parseStamp(minute);
    return moment !== null && moment.getTime() <= now.getTime();
  };
  if (reached(due.minute)) return "late";
  return reached(due.warn) ? "soon" : "later";
}
