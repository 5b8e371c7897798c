// What is sent becomes a job here: what opens a conversation, or one more message in it.
import { randomBytes, toB64 } from "../../lib/bytes.ts";
import { type KeyRecord, keyRecordToJson, makeKeyRecord } from "../../lib/keys.ts";
import type { Receipt } from "../../lib/receipt.ts";
import type { Desk } from "../../lib/roster.ts";
import { nextEnvelope } from "../../lib/thread.ts";
import { Conversation, type Generation, UnknownWords } from "./conversation.ts";
import { type KnownDesk, loadDesk } from "./desk.ts";
import { type Labels, labelsOf } from "./labels.ts";
import { liveFrom } from "./live.ts";
import type { Job, Parcel } from "./outbox.ts";
import { Stop, type Tip } from "./protocol.ts";
import type { Answer, Ask } from "./server.ts";

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

/** What a message says; the hour and the lowest numbers are added where it is sealed. */
export type Content = Record<string, unknown> & { t: string };

async function sealWith(
  conversation: Conversation,
  desk: Desk,
  content: Content,
  mayRenew = true,
): Promise<Sealed> {
  const { site, conv, receipt } = conversation;
  const fresh = mayRenew && conversation.needsGeneration(desk);
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

function takeIn(conversation: Conversation, sealed: Sealed, { json }: Answer): void {
  conversation.generations.set(sealed.gen, sealed.generation);
  conversation.add(sealed.envelope);
  if ("live" in json) conversation.live = liveFrom(json.live);
}

export interface Beginning {
  content: Content;
  labels: Labels;
  /** A field that no person sees was filled in. */
  filled?: boolean | undefined;
}

/** What a tip says and what the server may know of it. */
export function tipBeginning({ door, answers, form, filled }: Tip, language: string): Beginning {
  const said = { t: "tip", lang: language, door, answers };
  const content = form ? { ...said, form } : said;
  return { content, labels: labelsOf({ door, answers }, language), filled };
}

/** The first message: the server takes it with its key record, in one call; `sent` gets the conversation. */
export function openingJob(
  ask: Ask,
  holder: DeskHolder,
  receipt: Receipt,
  { content, labels, filled }: Beginning,
  sent: (conversation: Conversation) => void,
): Job {
  const conversation = new Conversation(holder.desk.site, receipt, randomBytes(16));
  conversation.channel = labels.channel;
  return {
    async seal(): Promise<Parcel> {
      const sealed = await sealWith(conversation, holder.desk, content);
      const body = JSON.stringify({
        key_record: sealed.record && keyRecordToJson(sealed.record),
        labels,
        envelope: toB64(sealed.envelope),
        filled,
      });
      return {
        call: { method: "POST", path: "/api/v1/conversations", auth: receipt.auth, body },
        accepted(answer) {
          takeIn(conversation, sealed, answer);
          sent(conversation);
        },
      };
    },
    async catchUp(_parcel, { problem }) {
      // The first try may have been stored and only its answer lost; then this is not a second one.
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

/** A job whose envelope is known once the server has it. */
export interface MessageJob extends Job {
  readonly arrived: Uint8Array | null;
}

const ENVELOPES = "/api/v1/conversation/envelopes";
const END = "/api/v1/conversation/end";

/** One more message: sealed under the next number, and again under a later one if another was faster. */
export function messageJob(
  ask: Ask,
  holder: DeskHolder,
  conversation: Conversation,
  content: Content,
): MessageJob {
  // All of them, because bytes that were given up may still arrive late, in place of newer ones.
  const tried: Uint8Array[] = [];
  const isEnd = content.t === "end";
  const { auth } = conversation.receipt;
  return {
    get arrived() {
      return tried.find((envelope) => conversation.holds(envelope)) ?? null;
    },
    async seal(): Promise<Parcel> {
      // A last word says nothing that a new key would have to keep from anybody.
      const sealed = await sealWith(conversation, holder.desk, content, !isEnd);
      tried.push(sealed.envelope);
      const record = sealed.record && { key_record: keyRecordToJson(sealed.record) };
      const body = JSON.stringify({ envelope: toB64(sealed.envelope), ...record });
      return {
        call: { method: "POST", path: isEnd ? END : ENVELOPES, auth, body },
        accepted: (answer) => takeIn(conversation, sealed, answer),
      };
    },
    async catchUp(_parcel, { problem }) {
      if (problem === "stale-epoch") holder.desk = await loadDesk(ask, holder.desk);
      await conversation.sync(ask);
      return this.arrived !== null;
    },
  };
}
