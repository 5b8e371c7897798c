// All that the page knows, in memory only; what was typed lives in the fields themselves.
import type { ChatPage } from "./chat/page.ts";
import type { Door, Shown, StopCode } from "./engine/protocol.ts";

export interface PageState {
  view: string;
  /** The view before the page about leaving. */
  cameFrom: string;
  door: Door;
  step: string;
  /** The private words while they are on the screen. */
  words: readonly string[];
  /** Their numbers, where keyboards of the page's language have no Latin letters. */
  numbers: readonly number[];
  practised: boolean;
  /** Where one goes on after the words: a tip is done, a chat goes on. */
  wordsOf: "tip" | "chat";
  thread: Shown | null;
  chat: ChatPage | null;
  earlierOpen: boolean;
  stopped: StopCode | null;
  /** The digits that lift the cover; empty where one tap does. */
  pin: string;
}

const fresh = (): PageState => ({
  view: "home",
  cameFrom: "home",
  door: "saw_something",
  step: "start",
  words: [],
  numbers: [],
  practised: false,
  wordsOf: "tip",
  thread: null,
  chat: null,
  earlierOpen: false,
  stopped: null,
  pin: "",
});

export const state: PageState = fresh();

/** Nothing of this visit is left. */
export function forgetAll(): void {
  Object.assign(state, fresh());
}
