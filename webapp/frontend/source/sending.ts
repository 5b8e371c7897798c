// From the last look to the private words: seals and sends a tip, and says what happens meanwhile.
import { one, pageLanguage, say, text } from "./dom.ts";
import { ask, startEngine } from "./engine-client.ts";
import { stopWith } from "./numbers.ts";
import * as parts from "./parts.ts";
import { sayKept, untilDelivered } from "./retrying.ts";
import { complain, emptyTip, goTo, tipNow, whatIsMissing } from "./tip.ts";
import { reveal, show, viewOf } from "./views.ts";
import { showWords } from "./words.ts";

/** The engine gets ready while the person writes; if it can't, they learn it before writing on. */
export async function warmUp(): Promise<void> {
  try {
    await startEngine();
    await ask("prepare", { language: pageLanguage() });
  } catch (error) {
    stopWith(error);
  }
}

/** Redraws the one line of the view after a change of language. */
export const drawSending = (): void => say(one(".status", viewOf("sending")), text("send.wait"));

/** Whoever cannot wait sees whom to call; while very many come, the slower lane takes the tip. */
export function noWait(): void {
  one("#call").scrollIntoView();
  ask("noWait", undefined).catch(stopWith);
}

async function deliver(): Promise<void> {
  await startEngine();
  const tip = tipNow();
  const first = ask("tip", { tip, language: pageLanguage() });
  const outcome = await untilDelivered(
    first,
    () => ask("retryTip", undefined),
    () => sayKept(viewOf("sending")),
  );
  if (outcome.state !== "sent") return complain("send.refused");
  emptyTip();
  parts.files.part?.tipSent();
  showWords(outcome.words);
}

// One tip at a time: whoever goes back and sends again is shown the one that is on its way.
let busy = false;

export async function send(): Promise<void> {
  if (whatIsMissing()) return complain("review.empty");
  show("sending");
  if (busy) return;
  busy = true;
  one('[data-do="try-now"]', viewOf("sending")).hidden = true;
  drawSending();
  try {
    await deliver();
  } catch (error) {
    reveal("tip");
    goTo("review");
    stopWith(error);
  } finally {
    busy = false;
  }
}
