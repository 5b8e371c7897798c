// A source's conversation as the desk's server would show it.

import { randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import {
  type KeyRecord,
  keyRecordToJson,
  makeKeyRecord,
} from "../../../webapp/frontend/lib/keys.ts";
import { type Receipt, receiptFrom } from "../../../webapp/frontend/lib/receipt.ts";
import { type Inner, nextEnvelope, readThread } from "../../../webapp/frontend/lib/thread.ts";
import type {
  Accept,
  ConversationAnswer,
  Item,
  KeyRecordJson,
} from "../../../webapp/frontend/staff/api/types.ts";
import type { MadeDesk } from "./made-desk.ts";

export const item = (conv: string, changes: Partial<Item> = {}): Item => ({
  conv,
  channel: "tip_form",
  door: "saw_something",
  category: "tip",
  urgency: "routine",
  language: "en",
  priority: "medium",
  status: "waiting",
  day: "2026-11-24",
  arrived: "2026-11-24T10:00",
  holder: null,
  server_opened: false,
  s_seq: 1,
  d_seq: 0,
  unanswered: true,
  disposition: null,
  cases: [],
  live: null,
  due: null,
  aside: null,
  lane: null,
  blocked_until: null,
  ...changes,
});

export class MadeTip {
  readonly conv = randomBytes(16);
  readonly envelopes: Uint8Array[] = [];
  readonly records: KeyRecord[] = [];
  readonly keys = new Map<number, { key: Uint8Array; kc: Uint8Array }>();
  accept: Accept | null = null;

  constructor(
    private readonly desk: MadeDesk,
    readonly receipt: Receipt = receiptFrom(randomBytes(32)),
  ) {}

  async generation(receipt: Receipt = this.receipt): Promise<void> {
    const gen = this.records.length + 1;
    const { site, epoch } = this.desk;
    const options = { site, conv: this.conv, gen, epoch: 1, deskPublic: epoch.public, receipt };
    const { record, key } = await makeKeyRecord(options);
    this.records.push(record);
    this.keys.set(gen, { key, kc: record.kc });
  }

  thread() {
    const { site } = this.desk;
    return readThread({ site, keys: this.keys, envelopes: this.envelopes, conv: this.conv });
  }

  say(inner: Inner): void {
    const gen = this.records.length;
    const key = this.keys.get(gen);
    if (key === undefined) throw new Error("no generation yet");
    const place = { site: this.desk.site, conv: this.conv, gen, ...key };
    this.envelopes.push(nextEnvelope({ ...place, thread: this.thread(), direction: "S", inner }));
  }

  answer(changes: Partial<Item> = {}): ConversationAnswer {
    const { S, D } = this.thread().state;
    return {
      item: item(toB64(this.conv), changes),
      key_records: this.records.map((it) => keyRecordToJson(it) as KeyRecordJson),
      s: { seq: S.seq, hash: toB64(S.hash) },
      d: { seq: D.seq, hash: toB64(D.hash) },
      envelopes: this.envelopes.map(toB64),
      accept: this.accept,
      notes: { container_id: null, wraps: [], records: [] },
    };
  }
}

/** A tip of one message. */
export async function madeTip(desk: MadeDesk, answers = { what: "Words" }): Promise<MadeTip> {
  const tip = new MadeTip(desk);
  await tip.generation();
  tip.say({ t: "tip", at: "2026-11-24T10", lang: "en", door: "saw_something", answers });
  return tip;
}
