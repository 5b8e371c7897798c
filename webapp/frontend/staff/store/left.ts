// What is typed and not yet sent, sealed under the key of the lock: while the desk is locked, and after
// a session that lapsed, until the same person signs in again in this tab. No key is ever in it.

import { signal } from "@preact/signals";
import { openLocked, sealLocked } from "../../lib/lock.ts";
import {
  type AwayOutboxes,
  awayOutboxes,
  bringOutboxes,
  sealAwayOutboxes,
  unsealOutboxes,
} from "../live/talks.ts";
import { packed, unpacked } from "../logic/packing.ts";
import {
  anythingTyped,
  type PackedDrafts,
  packDrafts,
  unpackDrafts,
  wipeDrafts,
} from "./drafts.ts";
import { atWipe, open } from "./session.ts";

interface Words {
  drafts: PackedDrafts;
  unsent: ReturnType<typeof sealAwayOutboxes>;
}

/** Whether there was anything in what was sealed last. */
let anything = false;

/** Everything that is typed, sealed; afterwards it is nowhere else. */
export function sealWords(key: Uint8Array): Uint8Array {
  anything = anythingTyped();
  const words: Words = { drafts: packDrafts(), unsent: sealAwayOutboxes() };
  const bytes = packed(words);
  const sealed = sealLocked(key, bytes);
  bytes.fill(0);
  wipeDrafts();
  return sealed;
}

/** It is as it was typed, and what was on its way goes on; throws where the key is another. */
export function openWords(key: Uint8Array, sealed: Uint8Array): void {
  const bytes = openLocked(key, sealed);
  const { drafts, unsent } = unpacked(bytes) as Words;
  bytes.fill(0);
  unpackDrafts(drafts);
  unsealOutboxes(unsent);
}

interface Left {
  staffId: string;
  words: Uint8Array;
  /** Sealed messages that the server may have already: the same bytes go again. */
  outboxes: AwayOutboxes;
}

let left: Left | null = null;

/** Somebody's words are kept for when they sign in again. */
export const hasLeft = signal(false);

/** Take this out of a session that is about to be wiped; what it gives is called afterwards. */
export function leaveWords(staffId: string, words: Uint8Array): () => void {
  const outboxes = awayOutboxes();
  const any = anything || outboxes.length > 0;
  return () => {
    left = { staffId, words, outboxes };
    hasLeft.value = any;
  };
}

function drop(): void {
  left?.words.fill(0);
  left = null;
  hasLeft.value = false;
}

/** Whoever signed in gets back what they left; from anybody else, or under other secrets, it is gone. */
export function bringBack(): void {
  const { me, lock } = open();
  if (left?.staffId === me.staffId) {
    bringOutboxes(left.outboxes);
    try {
      openWords(lock.key, left.words);
    } catch {
      // The passphrase is another now, or it was another way to sign in.
    }
  }
  drop();
}

atWipe(drop);
