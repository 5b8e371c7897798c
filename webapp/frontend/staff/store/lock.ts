// The idle lock: the screen is covered at once; then everything secret in memory is sealed under the
// lock's key, and the key is overwritten. Alerts, presence and heartbeat go on, they need no key.

import { batch } from "@preact/signals";
import { openLocked, sealLocked } from "../../lib/lock.ts";
import { whenQuiet } from "../api/http.ts";
import { packed, unpacked } from "../logic/packing.ts";
import { Told } from "../ui/explain.ts";
import type { KeyringSecrets } from "../vault/keyring.ts";
import { leaveWords, openWords, sealWords } from "./left.ts";
import {
  atLapse,
  atWipe,
  endHere,
  forgetOpened,
  locked,
  open,
  type Session,
  session,
} from "./session.ts";
import { announcement } from "./view.ts";

/** What was on its way when the desk was locked has so long to get its answer. */
const QUIET_MS = 8_000;

/** Wrong tries; with the last of them memory is wiped. */
export const MOST_WRONG = 5;

/** Apart, so that a session which ends while it is locked can leave its words and no key. */
interface Sealed {
  keys: Uint8Array;
  words: Uint8Array;
}

let sealed: Sealed | null = null;
let sealing: Promise<void> = Promise.resolve();
let wrong = 0;

async function sealAway(held: Session): Promise<void> {
  await whenQuiet(QUIET_MS);
  if (session.peek() !== held || !locked.peek()) return;
  const bytes = packed(held.keyring.secrets());
  const { key } = held.lock;
  sealed = { keys: sealLocked(key, bytes), words: sealWords(key) };
  bytes.fill(0);
  key.fill(0);
  held.keyring.wipe();
  forgetOpened();
}

/** Cover the screen now, and leave nothing in memory that opens anything. */
export function lock(): Promise<void> {
  const held = session.peek();
  if (held === null || locked.peek()) return sealing;
  locked.value = true;
  announcement.value = "";
  wrong = 0;
  // What cannot be sealed must not stay either.
  sealing = sealAway(held).catch(() => endHere("lapsed"));
  return sealing;
}

/** Raises with words for whoever tries, and wipes everything after the last try. */
export async function wrongTry(): Promise<void> {
  wrong += 1;
  if (wrong < MOST_WRONG) throw new Told("lock.wrong", { n: MOST_WRONG - wrong });
  await endHere("tries");
}

/** Open what was sealed; where the key is wrong, that was a wrong try. */
export async function unlockWith(key: Uint8Array): Promise<void> {
  await sealing;
  if (!locked.peek() || sealed === null) return;
  let bytes: Uint8Array;
  try {
    bytes = openLocked(key, sealed.keys);
  } catch {
    return wrongTry();
  }
  const keys = unpacked(bytes) as KeyringSecrets;
  bytes.fill(0);
  const held = open();
  const { words } = sealed;
  held.lock.key.set(key);
  sealed = null;
  batch(() => {
    session.value = { ...held, keyring: held.keyring.restored(keys) };
    locked.value = false;
    openWords(key, words);
  });
}

atLapse((held) => {
  const words = sealed?.words.slice() ?? sealWords(held.lock.key);
  return leaveWords(held.me.staffId, words);
});

atWipe(() => {
  sealed?.keys.fill(0);
  sealed?.words.fill(0);
  sealed = null;
  wrong = 0;
});
