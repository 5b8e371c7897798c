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
import { type Block, type GenKey, openGenerations } from "./generations.ts";
import type { Keyring } from "./keyring.ts";

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

/** The conversation in words, with every doubt; throws only where the answer is not one. */
export async function openConversation(
  answer: ConversationAnswer,
  keyring: Keyring,
): Promise<OpenedConversation> {
  const conv = fromB64(answer.item.conv);
  const { keys, blocked: byKeys } = await openGenerations(answer, conv, keyring);
  const first = keys[0];
  const anchor = first === undefined ? null : { kc: first.kc, srcVk: first.srcVk };
  const blocked = byKeys || (anchor ? checkAccept(answer, conv, anchor, keyring) : "no-key");
  const thread = readThread({
    site: keyring.site,
    keys: new Map(keys.map(({ gen, key, kc }) => [gen, { key, kc }])),
    envelopes: answer.envelopes.map(fromB64),
    conv,
    last: {
      S: { seq: answer.s.seq, hash: fromB64(answer.s.hash) },
      D: { seq: answer.d.seq, hash: fromB64(answer.d.hash) },
    },
  });
  return {
    conv,
    thread,
    messages: thread.messages,
    warnings: doubtsOf(thread, answer),
    blocked,
    writing: keys.at(-1) ?? null,
    anchor,
    acceptNeeded: answer.accept === null && blocked === "" && anchor !== null,
  };
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
