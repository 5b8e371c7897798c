// The idle lock: the screen is covered at once; then everything secret in memory is sealed under the
// lock's key, and the key is overwritten. Alerts, presence and heartbeat go on, they need no key.

import { openLocked, sealLocked } from "../../lib/lock.ts";
import { whenQuiet } from "../api/http.ts";
import { sealAwayOutboxes, unsealOutboxes } from "../live/talks.ts";
import { packed, unpacked } from "../logic/packing.ts";
import { Told } from "../ui/explain.ts";
import type { KeyringSecrets } from "../vault/keyring.ts";
import { type PackedDrafts, packDrafts, unpackDrafts, wipeDrafts } from "./drafts.ts";
import { atWipe, forgetOpened, locked, open, type Session, session, signOut } from "./session.ts";

/** What was on its way when the desk was locked has so long to get its answer. */
const QUIET_MS = 8_000;

/** Wrong tries; with the last of them memory is wiped. */
export const MOST_WRONG = 5;

interface Kept {
  keys: KeyringSecrets;
  drafts: PackedDrafts;
  unsent: ReturnType<typeof sealAwayOutboxes>;
}

let sealed: Uint8Array | null = null;
let sealing: Promise<void> = Promise.resolve();
let wrong = 0;

async function sealAway(held: Session): Promise<void> {
  await whenQuiet(QUIET_MS);
  if (session.peek() !== held || !locked.peek()) return;
  const keys = held.keyring.secrets();
  const kept: Kept = { keys, drafts: packDrafts(), unsent: sealAwayOutboxes() };
  const bytes = packed(kept);
  sealed = sealLocked(held.lock.key, bytes);
  bytes.fill(0);
  held.lock.key.fill(0);
  held.keyring.wipe();
  wipeDrafts();
  forgetOpened();
}

/** Cover the screen now, and leave nothing in memory that opens anything. */
export function lock(): Promise<void> {
  const held = session.peek();
  if (held === null || locked.peek()) return sealing;
  locked.value = true;
  wrong = 0;
  // What cannot be sealed must not stay either.
  sealing = sealAway(held).catch(signOut);
  return sealing;
}

/** Open what was sealed; raises with words where the key is wrong, and signs out after the last try. */
export async function unlockWith(key: Uint8Array): Promise<void> {
  await sealing;
  if (!locked.peek() || sealed === null) return;
  let bytes: Uint8Array;
  try {
    bytes = openLocked(key, sealed);
  } catch {
    wrong += 1;
    if (wrong < MOST_WRONG) throw new Told("lock.wrong", { n: MOST_WRONG - wrong });
    return signOut();
  }
  const { keys, drafts, unsent } = unpacked(bytes) as Kept;
  bytes.fill(0);
  const held = open();
  held.lock.key.set(key);
  unpackDrafts(drafts);
  sealed = null;
  session.value = { ...held, keyring: held.keyring.restored(keys) };
  locked.value = false;
  unsealOutboxes(unsent);
}

atWipe(() => {
  sealed?.fill(0);
  sealed = null;
  wrong = 0;
});
