// The page's side of a thread: what its script borrows, and the way into it.

import type { Shown } from "./engine/protocol.ts";
import { pageKit } from "./kit.ts";
import * as parts from "./parts.ts";
import { sayKept, untilDelivered } from "./retrying.ts";
import type { ThreadKit } from "./thread.ts";

const kit: ThreadKit = { ...pageKit, sayKept, untilDelivered };

/** Shows a thread, once its script is there. */
export async function openThreadPart(shown: Shown): Promise<void> {
  await parts.fetchAsked(); // the words of what was asked
  (await parts.thread.load(kit)).open(shown);
}
