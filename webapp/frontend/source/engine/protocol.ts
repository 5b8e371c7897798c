// What page and engine say to each other: words and answers go in, what may be shown comes back; never a key.
import type { ChatDeed, ChatView, Hour } from "./chat-protocol.ts";

export const STOP_CODES = [
  "no_worker",
  "engine_load",
  "self_test",
  "too_slow",
  "broken",
  "desk_unreachable",
  "not_set_up",
  "desk_refused",
] as const;

/** Why nothing can be sent; each has a sentence in the catalogue under `stop.`. */
export type StopCode = (typeof STOP_CODES)[number];

/** Nothing can be sent from this page, and the code says why. */
export class Stop extends Error {
  readonly code: StopCode;

  constructor(code: StopCode) {
    super(code);
    this.code = code;
  }
}

export type Door = "need_help" | "saw_something" | "ask_something";
export type Answers = Readonly<Record<string, string>>;

export interface Tip {
  door: Door;
  answers: Answers;
  /** The version of the questions; none where those that ship were asked. */
  form?: { version: number; hash: string } | null | undefined;
  /** A field that no person sees was filled in. */
  filled?: boolean;
}

export interface ShownMessage {
  direction: "S" | "D";
  kind: "text" | "tip" | "files" | "unreadable" | "unsupported";
  /** Of files their kind and size, `jpeg 2048`, each in a line. */
  text: string;
  answers: Answers;
  name: string;
  /** The sender's hour, `YYYY-MM-DDTHH`, or empty. */
  at: string;
  byServer: boolean;
}

export type WarningCode = "gap" | "order" | "beginning" | "expired" | "key";

export interface Shown {
  messages: ShownMessage[];
  warnings: WarningCode[];
  /** The server has opened this conversation once, for somebody without scripts. */
  serverOpened: boolean;
}

/**
 * `kept`: not acknowledged, the same bytes go out again with `retry`. `until` is the UTC hour from which
 * these words can send again, where that is what it waits for; `wait` are seconds until its turn,
 * where very many come.
 */
export type Sending =
  | { state: "sent" }
  | { state: "kept"; until?: Hour | undefined; wait?: number }
  | { state: "refused" };
export type TipSending = { state: "sent"; words: string[] } | Exclude<Sending, { state: "sent" }>;

export interface WordProblem {
  word: string;
  suggestion: string;
}

export interface Practice {
  right: boolean;
  problems: WordProblem[];
  /** Places, counted from 1, of known words that are not the right ones. */
  places: number[];
  count: number;
}

export type Opening =
  | { state: "open"; shown: Shown; isChat: boolean }
  | { state: "unknown"; problems: WordProblem[] }
  | { state: "line" };

/** Every operation of the engine: what it takes and what it gives. */
export interface Operations {
  start: { takes: { language: string }; gives: undefined };
  prepare: { takes: { language: string }; gives: undefined };
  tip: { takes: { tip: Tip; language: string }; gives: TipSending };
  retryTip: { takes: undefined; gives: TipSending };
  /** The person cannot wait for the work that the server asked for: the slower lane takes the tip. */
  noWait: { takes: undefined; gives: undefined };
  practise: { takes: { text: string }; gives: Practice };
  forgetWords: { takes: undefined; gives: undefined };
  open: { takes: { text: string; language: string }; gives: Opening };
  shown: { takes: undefined; gives: Shown };
  sync: { takes: undefined; gives: Shown | null };
  /** What happens in a chat; what comes of it is told as news. */
  chat: { takes: ChatDeed; gives: undefined };
  /** The numbers of the words on the screen; none where their list has no numbers. */
  numbers: { takes: undefined; gives: number[] };
  /** The chat's words for the screen, once; null afterwards. */
  chatWords: { takes: undefined; gives: string[] | null };
  write: { takes: { text: string }; gives: Sending };
  retry: { takes: undefined; gives: Sending };
  /** Lends a conversation to the worker for files by this port; false where there is none yet. */
  files: { takes: { of: "thread" | "chat"; port: MessagePort }; gives: boolean };
  removeWayBack: { takes: { of: "thread" | "chat" }; gives: boolean };
  close: { takes: undefined; gives: undefined };
}

export type Operation = keyof Operations;

export interface Question {
  id: number;
  operation: Operation;
  takes: unknown;
}

export type Reply = { id: number; gives: unknown } | { id: number; stop: StopCode };

/** What the engine tells without being asked. */
export type News =
  | { news: "view"; view: ChatView }
  | { news: "writing" }
  | { news: "stop"; stop: StopCode };
