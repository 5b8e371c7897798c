// What only a flood needs, in a file that only then is loaded: work, and turns in the slower lane.
import { Door, type FromB64 } from "./engine/door.ts";
import type { Ask } from "./engine/server.ts";

export type MakeDoor = (ask: Ask, fromB64: FromB64) => Door;

const makeDoor: MakeDoor = (ask, fromB64) => new Door(ask, fromB64);

(globalThis as { makeDoor?: MakeDoor }).makeDoor = makeDoor;
