// From the last look to the private words: seals and sends a tip, and says what happens meanwhile.
import { one, pageLanguage, say, text } from "./dom.ts";
import { ask, startEngine } from "./engine-client.ts";
import { stopWith } from "./numbers.ts";
import { untilDelivered } from "./retrying.ts";
import { state } from "./state.ts";
import { answers, complain, emptyTip, goTo, whatIsMissing } from "./tip.ts";
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

function sayKept(): void {
  say(one(".status", viewOf("sending")), text("send.kept"));
  one('[data-do="try-now"]', viewOf("sending")).hidden = false;
}

/** Redraws the one line of the view after a change of language. */
export const drawSending = (): void => say(one(".status", viewOf("sending")), text("send.wait"));

async function deliver(): Promise<void> {
  await startEngine();
  const tip = { door: state.door, answers: answers() };
  const first = ask("tip", { tip, language: pageLanguage() });
  const outcome = await untilDelivered(first, () => ask("retryTip", undefined), sayKept);
  if (outcome.state !== "sent") return complain("send.refused");
  emptyTip();
  showWords(outcome.words);
}

export async function send(): Promise<void> {
  if (whatIsMissing()) return complain("review.empty");
  show("sending");
  one('[data-do="try-now"]', viewOf("sending")).hidden = true;
  drawSending();
  try {
    await deliver();
  } catch (error) {
    reveal("tip");
    goTo("review");
    stopWith(error);
  }
}
