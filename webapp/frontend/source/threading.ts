// The page's side of a thread: what its script borrows, and the way into it.

import type { Shown } from "./engine/protocol.ts";
import { ask } from "./engine-client.ts";
import { stopWith } from "./numbers.ts";
import * as parts from "./parts.ts";
import { sayKept, untilDelivered } from "./retrying.ts";
import { state } from "./state.ts";
import type { ThreadKit } from "./thread.ts";
import { show, viewOf } from "./views.ts";

const kit: ThreadKit = { state, ask, show, viewOf, stopWith, sayKept, untilDelivered };

/** Shows a thread, once its script is there. */
export async function openThreadPart(shown: Shown): Promise<void> {
  (await parts.thread.load(kit)).open(shown);
}
