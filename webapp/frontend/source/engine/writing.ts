// What is sent becomes a job here: a tip that opens a conversation, or one more message in it.
import { randomBytes, toB64 } from "../../lib/bytes.ts";
import { type KeyRecord, keyRecordToJson, makeKeyRecord } from "../../lib/keys.ts";
import type { Receipt } from "../../lib/receipt.ts";
import type { Desk } from "../../lib/roster.ts";
import { nextEnvelope } from "../../lib/thread.ts";
import { Conversation, type Generation, UnknownWords } from "./conversation.ts";
import { type KnownDesk, loadDesk } from "./desk.ts";
import { fittingAnswers, labelsOf } from "./labels.ts";
import type { Job, Parcel } from "./outbox.ts";
import { Stop, type Tip } from "./protocol.ts";
import type { Ask } from "./server.ts";

/** The desk as this page last saw it; replaced when the server says that the epoch is over. */
export interface DeskHolder {
  desk: KnownDesk;
}

interface Sealed {
  envelope: Uint8Array;
  gen: number;
  generation: Generation;
  record: KeyRecord | null;
}

/** The hour now in UTC: as exact as a message ever is about its time. */
export const hourNow = () => new Date().toISOString().slice(0, 13);

async function sealWith(
  conversation: Conversation,
  desk: Desk,
  content: Record<string, unknown> & { t: string },
): Promise<Sealed> {
  const { site, conv, receipt } = conversation;
  const fresh = conversation.needsGeneration(desk);
  const gen = conversation.latest + (fresh ? 1 : 0);
  const { epoch, deskPublic } = desk;
  const made = fresh ? await makeKeyRecord({ site, conv, gen, epoch, deskPublic, receipt }) : null;
  const generation = made
    ? { key: made.key, kc: made.record.kc, epoch }
    : conversation.generations.get(gen);
  if (generation === undefined) throw new Stop("broken");
  const thread = conversation.read();
  const inner = { ...content, at: hourNow() };
  const { key, kc } = generation;
  const envelope = nextEnvelope({ site, thread, direction: "S", conv, gen, key, kc, inner });
  return { envelope, gen, generation, record: made?.record ?? null };
}

function takeIn(conversation: Conversation, { envelope, gen, generation }: Sealed): void {
  conversation.generations.set(gen, generation);
  conversation.add(envelope);
}

/** A tip: the server takes it with its key record, in one call; `sent` gets the new conversation. */
export function tipJob(
  ask: Ask,
  holder: DeskHolder,
  receipt: Receipt,
  written: { tip: Tip; language: string },
  sent: (conversation: Conversation) => void,
): Job {
  const { tip, language } = written;
  const answers = fittingAnswers(tip.answers);
  const content = { t: "tip", lang: language, door: tip.door, answers };
  const conversation = new Conversation(holder.desk.site, receipt, randomBytes(16));
  return {
    async seal(): Promise<Parcel> {
      const sealed = await sealWith(conversation, holder.desk, content);
      const body = JSON.stringify({
        key_record: sealed.record && keyRecordToJson(sealed.record),
        labels: labelsOf(tip, language),
        envelope: toB64(sealed.envelope),
      });
      return {
        call: { method: "POST", path: "/api/v1/conversations", auth: receipt.auth, body },
        accepted() {
          takeIn(conversation, sealed);
          sent(conversation);
        },
      };
    },
    async catchUp(_parcel, { problem }) {
      // The first try may have been stored and only its answer lost; then this is not a second tip.
      const arrived = await findOwn(ask, conversation);
      if (arrived !== null) sent(arrived);
      else if (problem === "stale-epoch") holder.desk = await loadDesk(ask, holder.desk);
      else throw new Stop("desk_refused");
      return arrived !== null;
    },
  };
}

async function findOwn(ask: Ask, { site, receipt }: Conversation): Promise<Conversation | null> {
  try {
    return await Conversation.open(ask, site, receipt);
  } catch (error) {
    if (error instanceof UnknownWords) return null;
    throw error;
  }
}

/** One more message: sealed under the next number, and again under a later one if another was faster. */
export function messageJob(
  ask: Ask,
  holder: DeskHolder,
  conversation: Conversation,
  text: string,
): Job {
  let last: Sealed | null = null;
  return {
    async seal(): Promise<Parcel> {
      const sealed = await sealWith(conversation, holder.desk, { t: "text", body: text });
      last = sealed;
      const record = sealed.record && { key_record: keyRecordToJson(sealed.record) };
      return {
        call: {
          method: "POST",
          path: "/api/v1/conversation/envelopes",
          auth: conversation.receipt.auth,
          body: JSON.stringify({ envelope: toB64(sealed.envelope), ...record }),
        },
        accepted: () => takeIn(conversation, sealed),
      };
    },
    async catchUp(_parcel, { problem }) {
      if (problem === "stale-epoch") holder.desk = await loadDesk(ask, holder.desk);
      await conversation.sync(ask);
      return last !== null && conversation.holds(last.envelope);
    },
  };
}
