// A conversation for somebody from outside the desk: its keys come as shares, and each counts only
// where the desk's own accept record leads to it (a share proves nothing: the server can make one).

import { equal, fromB64, toB64 } from "../../lib/bytes.ts";
import { CryptoError } from "../../lib/errors.ts";
import { keyRecordFromJson, openShare, verifyKeyRecord } from "../../lib/keys.ts";
import type { ShareRow } from "../api/live-types.ts";
import type { Accept, ConversationAnswer, KeyRecordJson } from "../api/types.ts";
import { type Anchor, acceptHolds } from "./accept.ts";
import type { Block, Generations, GenKey } from "./generations.ts";
import type { Keyring } from "./keyring.ts";

/** Whom the desk accepted the conversation from, by a signature of somebody who reads the desk. */
function anchorOf(accept: Accept, conv: Uint8Array, keyring: Keyring): Anchor | null {
  const anchor = { kc: fromB64(accept.kc), srcVk: fromB64(accept.src_vk) };
  return acceptHolds(accept, conv, anchor, keyring) ? anchor : null;
}

/** The commitment of a generation: the accepted one, or one that the accepted source signed. */
function provenKc(
  json: KeyRecordJson,
  conv: Uint8Array,
  anchor: Anchor,
  keyring: Keyring,
): Uint8Array | Block {
  const record = keyRecordFromJson(json);
  if (!equal(record.conv, conv)) return "key-record";
  if (!equal(record.srcVk, anchor.srcVk)) return "other-source";
  verifyKeyRecord(keyring.site, record);
  return record.gen > 1 || equal(record.kc, anchor.kc) ? record.kc : "accept-mismatch";
}

async function openOne(
  share: ShareRow,
  kc: Uint8Array,
  conv: Uint8Array,
  anchor: Anchor,
  keyring: Keyring,
): Promise<GenKey> {
  const { site, staffId, kemSeed } = keyring;
  const place = { site, conv, gen: share.gen, kc, staffId };
  const key = await openShare(place, kemSeed, fromB64(share.wrap));
  keyring.watch(key);
  return { gen: share.gen, key, kc, srcVk: anchor.srcVk };
}

interface Proven {
  gen: number;
  kc: Uint8Array;
}

/** Every generation's proven commitment, or why the list stops. */
function provenAll(
  answer: ConversationAnswer,
  conv: Uint8Array,
  anchor: Anchor,
  keyring: Keyring,
): { proven: Proven[]; blocked: Block } {
  const proven: Proven[] = [];
  for (const json of [...answer.key_records].sort((a, b) => a.gen - b.gen)) {
    const kc =
      json.gen === proven.length + 1 ? provenKc(json, conv, anchor, keyring) : "key-record";
    if (typeof kc === "string") return { proven, blocked: kc };
    proven.push({ gen: json.gen, kc });
  }
  return { proven, blocked: proven.length === 0 ? "no-key" : "" };
}

async function openAll(
  answer: ConversationAnswer,
  conv: Uint8Array,
  accept: Accept,
  keyring: Keyring,
): Promise<Generations> {
  const anchor = anchorOf(accept, conv, keyring);
  if (anchor === null) return { keys: [], blocked: "accept-mismatch", anchor: null };
  const { proven, blocked } = provenAll(answer, conv, anchor, keyring);
  const keys: GenKey[] = [];
  for (const { gen, kc } of proven) {
    const share = answer.shares?.find((it) => it.gen === gen && it.kc === toB64(kc));
    if (share !== undefined) keys.push(await openOne(share, kc, conv, anchor, keyring));
  }
  // What is not shared stays unreadable; writing under an older key than the newest is refused.
  const newest = proven.at(-1)?.gen;
  const missing = blocked === "" && keys.at(-1)?.gen !== newest ? "share-missing" : blocked;
  return { keys, blocked: missing, anchor };
}

/** The generations that were shared with us, as far as the accept record proves them. */
export async function openShared(
  answer: ConversationAnswer,
  conv: Uint8Array,
  keyring: Keyring,
): Promise<Generations> {
  const { accept } = answer;
  if (accept === null) return { keys: [], blocked: "not-accepted", anchor: null };
  try {
    return await openAll(answer, conv, accept, keyring);
  } catch (reason) {
    if (!(reason instanceof CryptoError)) throw reason;
    return { keys: [], blocked: "key-record", anchor: null };
  }
}
