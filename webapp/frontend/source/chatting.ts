// The page's side of a chat: what its script borrows, and the ways into it.

import type { Kit } from "./chat/page.ts";
import { all } from "./dom.ts";
import { onNews, startEngine } from "./engine-client.ts";
import { pageKit } from "./kit.ts";
import { showStopped, stopWith } from "./numbers.ts";
import * as parts from "./parts.ts";
import { state } from "./state.ts";
import { complain, emptyTip, goTo, move, openDoor, tipNow } from "./tip.ts";
import { onReveal, show } from "./views.ts";
import { showWords } from "./words.ts";

const kit: Kit = {
  ...pageKit,
  startEngine,
  onNews,
  onReveal,
  showStopped,
  showWords,
  tip: {
    written: tipNow,
    complain,
    empty: emptyTip,
    start: () => openDoor(state.door),
    firstQuestion() {
      show("tip");
      goTo("start");
      move(1);
    },
  },
};

/** From the door: one tap, and while its script is on its way the button says so. */
export async function chatNow(): Promise<void> {
  const buttons = all<HTMLButtonElement>('[data-do="chat-now"]');
  for (const button of buttons) button.ariaBusy = "true";
  try {
    (await parts.chat.load(kit)).enter(state.door);
  } catch (error) {
    stopWith(error);
  } finally {
    for (const button of buttons) button.ariaBusy = null;
  }
}

/** A thread that was opened by its words, and is a chat. */
export async function openChat(): Promise<void> {
  (await parts.chat.load(kit)).resume();
}
