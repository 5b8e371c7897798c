// What every script that comes later borrows of the page: a second copy would not know the first one's engine.
import type { Operation, Operations } from "./engine/protocol.ts";
import { ask } from "./engine-client.ts";
import { stopWith } from "./numbers.ts";
import { type PageState, state } from "./state.ts";
import { show, viewOf } from "./views.ts";

export interface PageKit {
  readonly state: PageState;
  ask<name extends Operation>(
    operation: name,
    takes: Operations[name]["takes"],
    ports?: MessagePort[],
  ): Promise<Operations[name]["gives"]>;
  show(view: string): void;
  viewOf(view: string): HTMLElement;
  stopWith(error: unknown): void;
}

export const pageKit: PageKit = { state, ask, show, viewOf, stopWith };
