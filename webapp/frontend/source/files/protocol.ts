// What the page and its worker for files say to each other; keys never pass here, the engine lends them by a port.
import type { Why } from "../../lib/metadata/errors.ts";
import type { Kind, Remains } from "../../lib/metadata/kind.ts";
import type { Removed } from "../../lib/metadata/source.ts";

/** Why a file was not sent; each has a sentence in the catalogue under `files.why.`. */
export const REFUSALS = [
  "file-too-large",
  "too-many-files",
  "no-room",
  "file-differs",
  "gone",
  "unreadable",
  "refused",
] as const;

export type RefusalCode = (typeof REFUSALS)[number];

/** What was found in a file before anything of it is sent. */
export interface Looked {
  kind: Kind;
  /** What cleaning takes out; null where this file is not cleaned. */
  removed: Removed[] | null;
  /** What may stay in a file that is not cleaned. */
  remains: readonly Remains[];
  /** Why a file of a kind that we clean cannot be cleaned. */
  why: Why | null;
  /** It tells a place or a time, which can be kept as evidence. */
  tells: boolean;
}

/** What the person chose for one file. */
export interface Choice {
  /** Not cleaned, because it cannot be, and sent all the same. */
  asIs: boolean;
  /** Place and time go along, sealed. */
  evidence: boolean;
}

export type Order =
  /** The conversation's own port to the engine, under a number. */
  | { do: "lane"; lane: number; port: MessagePort }
  | { do: "look"; id: number; file: File }
  /** All at once: when they are done, so is the lane. */
  | { do: "send"; lane: number; files: { id: number; choice: Choice }[] }
  | { do: "drop"; id: number }
  | { do: "pause" }
  /** Go on, and try at once. */
  | { do: "go" };

export type Told =
  | { told: "ready" }
  /** The cipher gave a wrong answer: nothing is sealed here. */
  | { told: "broken" }
  | { told: "looked"; id: number; looked: Looked | null }
  /** So many bytes of so many have arrived; of a length that says more than the file's own. */
  | { told: "sending"; id: number; done: number; length: number }
  | { told: "sent"; id: number }
  | { told: "refused"; id: number; why: RefusalCode }
  /** The line does not answer (or does again); what is on its way is kept. */
  | { told: "kept"; kept: boolean };
