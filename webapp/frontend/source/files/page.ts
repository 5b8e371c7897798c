// What the page knows of chosen files, in memory only, and what their script borrows of the page.
import type { StopCode } from "../engine/protocol.ts";
import type { PageKit } from "../kit.ts";
import type { Choice, Looked, RefusalCode } from "./protocol.ts";

/** Where a file goes once it is sent. `tip`: the tip that is being written. */
export type Of = "thread" | "chat" | "tip";

export interface Item {
  readonly id: number;
  readonly file: File;
  looked: Looked | null;
  choice: Choice;
  /** `asks`: it cannot be cleaned, and the person has not said what to do. */
  state: "looking" | "asks" | "ready" | "waiting" | "sending" | "sent" | "refused";
  of: Of;
  /** Bytes of the blob that have arrived, and all of them; 0 as long as it was not begun. */
  done: number;
  length: number;
  why: RefusalCode | null;
}

export const newItem = (id: number, file: File): Item => ({
  id,
  file,
  looked: null,
  choice: { asIs: false, evidence: false },
  state: "looking",
  of: "tip",
  done: 0,
  length: 0,
  why: null,
});

/** How it stands with the line, for all files. */
export interface Standing {
  kept: boolean;
  paused: boolean;
}

/** What the script of files borrows of the page. */
export interface FilesKit extends PageKit {
  showStopped(code: StopCode): void;
  scriptAddress(address: string): string;
  readonly endsToo: (() => void)[];
  redrawThread(): void;
}

/** What the page calls in the script of files. */
export interface FilesPart {
  readonly deeds: Readonly<Record<string, (value: string) => unknown>>;
  open(): void;
  /** The tip is there, and its files may follow. */
  tipSent(): void;
  redraw(): void;
}

export type MakeFiles = (kit: FilesKit) => FilesPart;
