// One button's work: busy while it runs, its failure in plain words, never two at once.

import { useSignal } from "@preact/signals";
import { explain } from "./explain.ts";

export interface Action {
  busy: boolean;
  error: string;
  run: (act: () => Promise<void>) => Promise<void>;
  clear: () => void;
}

/** The state of one action; a failure is shown by whoever renders `error`. */
export function useAction(): Action {
  const busy = useSignal(false);
  const error = useSignal("");
  const run = async (act: () => Promise<void>): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    error.value = "";
    try {
      await act();
    } catch (reason) {
      error.value = explain(reason);
    } finally {
      busy.value = false;
    }
  };
  const clear = (): void => {
    error.value = "";
  };
  return { busy: busy.value, error: error.value, run, clear };
}
