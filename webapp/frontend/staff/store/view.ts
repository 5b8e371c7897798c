// Which screen is shown. Held in memory: the address stays `/`, so no history file tells anything.

import { signal } from "@preact/signals";
import type { QueueView } from "../api/calls.ts";
import { ALL_ROWS, type Filters } from "../audit/wanted.ts";
import type { TrainingStatus } from "../logic/training.ts";

export type View =
  | { screen: "queue"; tab: QueueView; page: number; conv: string | null }
  | { screen: "cases"; status: string; page: number; mine?: boolean }
  | { screen: "case"; id: string }
  | { screen: "new-case" }
  | { screen: "people" }
  | { screen: "account" }
  | { screen: "site" }
  | { screen: "forms" }
  | { screen: "materials" }
  | { screen: "audit"; filters: Filters; page: number }
  | { screen: "directory"; list: "search" | "check" }
  | { screen: "organisation"; id: string }
  | { screen: "edit-organisation"; id: string | null }
  | { screen: "import" }
  | { screen: "trainings"; status: TrainingStatus; page: number }
  | { screen: "reports" }
  | { screen: "status" }
  | { screen: "permissions" };

export const AUDIT: Extract<View, { screen: "audit" }> = {
  screen: "audit",
  filters: ALL_ROWS,
  page: 0,
};

export const START: Extract<View, { screen: "queue" }> = {
  screen: "queue",
  tab: "waiting",
  page: 0,
  conv: null,
};

export const DIRECTORY: View = { screen: "directory", list: "search" };

export const view = signal<View>(START);

/** What the polite live region says next. */
export const announcement = signal("");

/** Show another screen. */
export function go(next: View): void {
  view.value = next;
}

/** Say `text` to people who cannot see the change. Saying the same twice speaks twice. */
export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}
