// What page and engine say to each other while somebody chats.
import type { Live } from "./live.ts";
import type { Answers, Door, Tip, WarningCode } from "./protocol.ts";

export type ChatDeed =
  | { do: "begin"; door: Door; language: string }
  /** Goes on with the thread that was opened by its words. */
  | { do: "resume" }
  | { do: "say"; id: number; said: Said }
  | { do: "end"; id: number }
  | { do: "stay" }
  | { do: "helpful"; answer: "yes" | "no" }
  /** Everything up to this number of the desk's is on the screen. */
  | { do: "seen"; d: number }
  /** The line may be back, or the person is: try at once. */
  | { do: "hurry" }
  | { do: "close" };

/** What a person says, by tapping or typing. */
export type Said =
  | { kind: "text"; text: string }
  | { kind: "answer"; question: string; answer: string }
  | { kind: "safe_word"; word: string }
  | { kind: "tip"; tip: Tip; language: string };

export type ChatKind =
  | "text"
  | "tip"
  | "question"
  | "answer"
  | "safe_word"
  | "files"
  | "joined"
  | "left"
  | "end"
  | "unreadable"
  | "unsupported";

export interface ChatMessage {
  /** The same for as long as it is on the screen, also while it is on its way. */
  key: string;
  direction: "S" | "D";
  kind: ChatKind;
  text: string;
  answers: Answers;
  name: string;
  /** The sender's hour, `YYYY-MM-DDTHH`, or empty. */
  at: string;
  byServer: boolean;
  /** Of a question or its answer; of who joined or left, the kind. */
  question: string;
  choices: string[];
  status: "sending" | "kept" | "sent" | "seen" | "refused" | "";
}

/** How news comes: over the live line, by asking every few seconds, or not at all right now. */
export type Way = "opening" | "line" | "asking" | "none" | "gone" | Hour;

/** The UTC hour from which these words can send again: nothing goes out before it. */
export type Hour = `${number}-${string}`;

export interface ChatView {
  messages: ChatMessage[];
  /** Numbers of what this page said and the server has. */
  sent: number[];
  /** The last number of the desk's. */
  d: number;
  live: Live | null;
  /** The conversation is there: its words open it again. */
  opened: boolean;
  way: Way;
  warnings: WarningCode[];
  serverOpened: boolean;
  /** The words were not shown yet, and can be. */
  hasWords: boolean;
}
