// Coming back with the private words: wrong, unknown and removed ones read the same.

import { openChat } from "./chatting.ts";
import { one, pageLanguage, say, text } from "./dom.ts";
import type { Opening } from "./engine/protocol.ts";
import { ask, startEngine } from "./engine-client.ts";
import { stopWith } from "./numbers.ts";
import { state } from "./state.ts";
import { openThreadPart } from "./threading.ts";
import { show, viewOf } from "./views.ts";

const typed = () => one<HTMLTextAreaElement>("#receipt");
const complain = (...lines: string[]) => {
  say(one(".status", viewOf("back")));
  say(one(".error", viewOf("back")), ...lines);
};

async function answerTo(opening: Opening): Promise<void> {
  if (opening.state === "line") {
    complain(text("back.line"));
  } else if (opening.state === "unknown") {
    const typos = opening.problems.map((problem) => text("practice.typo", { ...problem }));
    complain(text("back.unknown"), ...typos);
  } else {
    if (opening.isChat && state.chat) return complain(text("chat.other_open"));
    if (opening.isChat) await openChat();
    else await openThreadPart(opening.shown);
    typed().value = "";
    complain();
  }
}

let looking = false;

export async function openThread(): Promise<void> {
  if (looking) return;
  if (typed().value.trim() === "") return complain(text("back.empty"));
  complain();
  say(one(".status", viewOf("back")), text("back.wait"));
  looking = true;
  try {
    await startEngine();
    await answerTo(await ask("open", { text: typed().value, language: pageLanguage() }));
  } catch (error) {
    complain();
    stopWith(error);
  } finally {
    looking = false;
  }
}

/** From the end of sending straight into the thread, without typing the words. */
export async function openSent(): Promise<void> {
  try {
    await openThreadPart(await ask("shown", undefined));
  } catch (error) {
    show("home");
    stopWith(error);
  }
}
