// From what the server holds of a conversation to words: key records checked and opened, the accept
// record compared, the thread unsealed, and every doubt named. A doubt about keys blocks replying.

import { fromB64, toB64 } from "../../lib/bytes.ts";
import { checkedKey } from "../../lib/keys.ts";
import {
  type Inner,
  type Message,
  nextEnvelope,
  readThread,
  type Thread,
} from "../../lib/thread.ts";
import type { ConversationAnswer } from "../api/types.ts";
import { type Anchor, checkAccept } from "./accept.ts";
import { type Block, type Generations, type GenKey, openGenerations } from "./generations.ts";
import type { Keyring } from "./keyring.ts";
import { openShared } from "./shared.ts";

export type OpenedMessage = Message;

export interface Doubt {
  code: string;
  values: Record<string, string | number>;
}

export interface OpenedConversation {
  conv: Uint8Array;
  thread: Thread;
  messages: readonly OpenedMessage[];
  warnings: readonly Doubt[];
  blocked: Block;
  /** Every generation that holds. */
  keys: readonly GenKey[];
  /** The newest generation that holds; replies are sealed with it. */
  writing: GenKey | null;
  anchor: Anchor | null;
  /** Nobody has accepted this conversation yet and nothing speaks against it. */
  acceptNeeded: boolean;
}

function doubtsOf(thread: Thread, answer: ConversationAnswer): Doubt[] {
  const doubts: Doubt[] = thread.warnings.map(({ code, direction, seq, last }) => ({
    code,
    values: { direction, seq, last },
  }));
  const claimed = { S: answer.s, D: answer.d };
  for (const direction of ["S", "D"] as const) {
    const held = thread.state[direction];
    const { seq, hash } = claimed[direction];
    if (held.seq !== seq || toB64(held.hash) !== hash) {
      doubts.push({ code: "state", values: { direction, seq: held.seq, last: seq } });
    }
  }
  return doubts;
}

/**
 * Nobody opened it before, and it is sealed to a key that was replaced more than a day ago: whoever
 * holds that key still could pass it to people outside as the desk's.
 */
function oldKeyOf(answer: ConversationAnswer, keyring: Keyring): Doubt[] {
  const old = answer.key_records.some(({ epoch }) => keyring.isReplaced(epoch));
  return old ? [{ code: "old-epoch", values: {} }] : [];
}

/** Its keys: whoever reads the desk opens the desk's copies, anybody else was given shares. */
async function generationsOf(
  answer: ConversationAnswer,
  conv: Uint8Array,
  keyring: Keyring,
): Promise<Generations> {
  if (keyring.epochs.size === 0) return openShared(answer, conv, keyring);
  const { keys, blocked, anchor } = await openGenerations(answer, conv, keyring);
  const doubt = anchor === null ? "no-key" : checkAccept(answer, conv, anchor, keyring);
  return { keys, anchor, blocked: blocked || doubt };
}

function threadOf(answer: ConversationAnswer, conv: Uint8Array, keys: GenKey[], site: Uint8Array) {
  return readThread({
    site,
    keys: new Map(keys.map(({ gen, key, kc }) => [gen, { key, kc }])),
    envelopes: answer.envelopes.map(fromB64),
    conv,
    last: {
      S: { seq: answer.s.seq, hash: fromB64(answer.s.hash) },
      D: { seq: answer.d.seq, hash: fromB64(answer.d.hash) },
    },
  });
}

/** The conversation in words, with every doubt; throws only where the answer is not one. */
export async function openConversation(
  answer: ConversationAnswer,
  keyring: Keyring,
): Promise<OpenedConversation> {
  const conv = fromB64(answer.item.conv);
  const { keys, blocked, anchor } = await generationsOf(answer, conv, keyring);
  const thread = threadOf(answer, conv, keys, keyring.site);
  const isNew = answer.accept === null;
  return {
    conv,
    thread,
    messages: thread.messages,
    warnings: [...(isNew ? oldKeyOf(answer, keyring) : []), ...doubtsOf(thread, answer)],
    blocked,
    keys,
    writing: keys.at(-1) ?? null,
    anchor,
    acceptNeeded: isNew && blocked === "" && anchor !== null,
  };
}

/** The same conversation with more envelopes, under the same keys. */
export function readOn(
  before: OpenedConversation,
  answer: ConversationAnswer,
  keyring: Keyring,
): OpenedConversation {
  const thread = threadOf(answer, before.conv, [...before.keys], keyring.site);
  return { ...before, thread, messages: thread.messages, warnings: doubtsOf(thread, answer) };
}

/** The next envelope to the source, sealed; throws where replying is blocked. */
export function sealReply(opened: OpenedConversation, inner: Inner, keyring: Keyring): string {
  const { writing, thread, conv, blocked } = opened;
  if (writing === null || blocked !== "") throw new Error("replying is blocked");
  const { gen, kc } = writing;
  // A key that was overwritten meanwhile must never seal anything.
  const key = checkedKey(writing.key, { conv, gen, kc });
  return toB64(
    nextEnvelope({ site: keyring.site, thread, direction: "D", conv, gen, key, kc, inner }),
  );
}
