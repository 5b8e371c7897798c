// What a chat knows on the page, in memory only, and what its script borrows from the page's own.
import type { ChatDeed, ChatView, Said } from "../engine/chat-protocol.ts";
import type { Door, News, StopCode, Tip } from "../engine/protocol.ts";
import type { PageKit } from "../kit.ts";

/** Something said that the server does not have yet: it stays here until it does. */
export type Unsent = Extract<ChatDeed, { do: "say" } | { do: "end" }>;

export interface ChatPage {
  door: Door;
  language: string;
  /** Opened again by its words. */
  resumed: boolean;
  view: ChatView | null;
  unsent: Unsent[];
  lastId: number;
  /** Questions of the waiting room that were answered or skipped in this visit. */
  past: string[];
  offered: boolean;
  helped: boolean;
  earlierOpen: boolean;
  /** So many messages are covered until asked for: somebody may have been forced to open this. */
  covered: number | null;
  seen: number;
  /** The last number of the desk's that was on the screen. */
  read: number;
  box: string;
  /** After how many hours the words are deleted, as long as the chat was live. */
  wordsHours: number;
}

export const newChat = (door: Door, language: string, resumed: boolean): ChatPage => ({
  door,
  language,
  resumed,
  view: null,
  unsent: [],
  lastId: 0,
  past: [],
  offered: false,
  helped: false,
  earlierOpen: false,
  covered: resumed ? null : 0,
  seen: 0,
  read: 0,
  box: "",
  wordsHours: 0,
});

/**
 * Ended by either side. Once it is wrapped up, or where nobody had it yet, it is live no more; then
 * whoever came back with their words later may write again, until they end it themselves.
 */
export function isOver({ resumed }: ChatPage, { live, way, messages }: ChatView): boolean {
  if (live?.phase === "ended" || way === "gone") return true;
  const last = messages.at(-1);
  const now = !resumed || last?.key.startsWith("own");
  return live === null && last?.kind === "end" && now === true;
}

/** What a chat's script borrows of the page. */
export interface Kit extends PageKit {
  startEngine(): Promise<void>;
  onNews(hear: (news: News) => void): void;
  onReveal(told: () => void): void;
  showStopped(code: StopCode): void;
  showWords(words: readonly string[], of: "tip" | "chat"): void;
  readonly tip: {
    written(): Tip;
    complain(key: string): void;
    empty(): void;
    firstQuestion(): void;
    start(): void;
  };
}

/** What the page calls in a chat's script. */
export interface ChatPart {
  readonly deeds: Readonly<Record<string, (value: string) => unknown>>;
  /** From the door, or back to a chat that is open. */
  enter(door: Door): void;
  /** A thread that its words opened turned out to be a chat. */
  resume(): void;
  /** After an engine that could not start: once more, with everything unsent. */
  again(): Promise<void>;
  /** Whether the answers of the tip were taken into an open chat. */
  takesTip(): boolean;
  redraw(): void;
}

export type MakePart = (kit: Kit) => ChatPart;
export type { Said };
