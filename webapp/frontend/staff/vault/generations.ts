// A conversation's keys, generation by generation: each opened from the desk's copy, each signed by the
// same source. The first that does not hold ends the list and says why nobody may reply.

import { equal } from "../../lib/bytes.ts";
import { CryptoError } from "../../lib/errors.ts";
import { keyRecordFromJson, openDeskWrap, verifyKeyRecord } from "../../lib/keys.ts";
import type { ConversationAnswer, KeyRecordJson } from "../api/types.ts";
import type { Anchor } from "./accept.ts";
import type { Keyring } from "./keyring.ts";

/** Why nobody may reply: a doubt about whose conversation this is. */
export type Block =
  | ""
  | "no-key"
  | "erased"
  | "key-record"
  | "other-source"
  | "accept-mismatch"
  | "accept-withheld"
  | "not-accepted"
  | "share-missing";

export interface GenKey {
  gen: number;
  key: Uint8Array;
  kc: Uint8Array;
  srcVk: Uint8Array;
}

export interface Generations {
  /** Ascending; empty where nothing opened. */
  keys: GenKey[];
  blocked: Block;
  /** Where the conversation's source is known. */
  anchor: Anchor | null;
}

class Doubtful extends Error {
  constructor(readonly block: Block) {
    super(block);
  }
}

async function openGeneration(
  json: KeyRecordJson,
  conv: Uint8Array,
  keyring: Keyring,
): Promise<GenKey> {
  const epoch = keyring.epochs.get(json.epoch);
  if (epoch === undefined) throw new Doubtful("no-key");
  try {
    const record = keyRecordFromJson(json);
    if (!equal(record.conv, conv)) throw new Doubtful("key-record");
    verifyKeyRecord(keyring.site, record);
    const { key, srcVk } = await openDeskWrap(keyring.site, record, epoch.seed);
    keyring.watch(key);
    return { gen: record.gen, key, kc: record.kc, srcVk };
  } catch (reason) {
    throw reason instanceof CryptoError ? new Doubtful("key-record") : reason;
  }
}

const generations = (keys: GenKey[], blocked: Block): Generations => {
  const first = keys[0];
  return { keys, blocked, anchor: first ? { kc: first.kc, srcVk: first.srcVk } : null };
};

/** Generations from 1 on, each by the same source; stops at the first that does not hold. */
export async function openGenerations(
  answer: ConversationAnswer,
  conv: Uint8Array,
  keyring: Keyring,
): Promise<Generations> {
  const keys: GenKey[] = [];
  // Keys are deleted first, and the words with them: then there is nothing left to open.
  if (answer.key_records.length === 0 && answer.envelopes.length === 0)
    return generations([], "erased");
  const sorted = [...answer.key_records].sort((a, b) => a.gen - b.gen);
  for (const json of sorted) {
    try {
      if (json.gen !== keys.length + 1) throw new Doubtful("key-record");
      const opened = await openGeneration(json, conv, keyring);
      // A key of the server's own would be signed by a source of its own.
      if (keys[0] && !equal(keys[0].srcVk, opened.srcVk)) throw new Doubtful("other-source");
      keys.push(opened);
    } catch (reason) {
      if (reason instanceof Doubtful) return generations(keys, reason.block);
      throw reason;
    }
  }
  return generations(keys, keys.length === 0 ? "no-key" : "");
}
