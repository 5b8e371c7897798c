// What an attack is: a lie of the server's, the check that catches it, and how one sees that it worked.
import type { Check, Clients } from "./without.ts";

export interface Attack {
  /** As it stands in docs/hostile-server.md. */
  name: string;
  check: Check;
  /** Whether these clients believe the lie. */
  fooled: (it: Clients) => Promise<boolean>;
}

const REFUSALS = new Set(["Refused", "Malformed", "KeysDoNotFit", "Stop"]);

/** True where the client went on; false where it refused, by one of its own names for that. */
export async function believes(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const name = (error as object).constructor.name.replace(/^_/, "");
    if (REFUSALS.has(name)) return false;
    throw error;
  }
}
