// A server of the source's calls in memory: the rules of the protocol, a line that can fail, no disk.
import { equal, fromB64, randomBytes, toB64, zeros } from "../../../webapp/frontend/lib/bytes.ts";
import { parseHeader } from "../../../webapp/frontend/lib/envelope.ts";
import { H } from "../../../webapp/frontend/lib/hash.ts";
import {
  type KeyRecordJson,
  keyRecordFromJson,
  openDeskWrap,
} from "../../../webapp/frontend/lib/keys.ts";
import {
  encodeCertificate,
  encodeRoster,
  signStatement,
} from "../../../webapp/frontend/lib/roster.ts";
import { publicKey } from "../../../webapp/frontend/lib/sign.ts";
import { epochKeys } from "../../../webapp/frontend/lib/staff.ts";
import { nextEnvelope, readThread, type Thread } from "../../../webapp/frontend/lib/thread.ts";
import {
  type Answer,
  type Call,
  Unreachable,
} from "../../../webapp/frontend/source/engine/server.ts";

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);

interface Stored {
  conv: string;
  channel: string;
  ended: boolean;
  records: KeyRecordJson[];
  envelopes: { bytes: Uint8Array; direction: "S" | "D"; seq: number }[];
}

interface Body {
  key_record?: KeyRecordJson;
  envelope: string;
  labels?: { channel: string };
}

const answer = (status: number, json: Record<string, unknown> = {}, problem = ""): Answer => ({
  status,
  json,
  problem,
});

export class FakeServer {
  readonly site = randomBytes(16);
  readonly #root = randomBytes(32);
  readonly #rosterKey = randomBytes(32);
  readonly #seeds = new Map<number, Uint8Array>();
  readonly calls: Call[] = [];
  readonly stored = new Map<string, Stored>();
  epoch = 0;
  serial = 0;
  certifiedDaysAgo = 1;
  /** How the next calls but `GET` fail: the call does not arrive, or its answer does not. */
  failures: ("call" | "answer")[] = [];
  /** Runs once, just before the next write is looked at: another tab, or the desk, is faster. */
  meanwhile: (() => Promise<unknown>) | null = null;
  /** How a chat stands, in the server's own words; null where none is live. */
  live: Record<string, unknown> | null = null;
  /** Calls beside the thread: `labels`, `stay`, `helpful`, with their bodies. */
  readonly told: [string, unknown][] = [];
  /** Who is told of every stored envelope. */
  readonly listeners = new Set<(envelope: Uint8Array) => void>();

  constructor() {
    this.newEpoch();
  }

  /** Whoever signs rosters names another desk key, in the same epoch. */
  swapDeskKey(): void {
    this.serial++;
    this.#seeds.set(this.epoch, randomBytes(32));
  }

  newEpoch(): void {
    this.epoch++;
    this.serial++;
    this.#seeds.set(this.epoch, randomBytes(32));
  }

  /** How a session reaches this server. */
  readonly ask = async (call: Call): Promise<Answer> => {
    this.calls.push(call);
    if (call.method !== "GET") await this.#interfere();
    const failure = call.method === "GET" ? undefined : this.failures.shift();
    if (failure === "call") throw new Unreachable();
    const given = this.#answer(call);
    if (failure === "answer") throw new Unreachable();
    return given;
  };

  async #interfere(): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
  }

  /** What the server says, without a line in between. */
  answer(call: Call): Answer {
    return this.#answer(call);
  }

  #answer(call: Call): Answer {
    if (call.path === "/api/v1/desk") return answer(200, this.#desk());
    const body = call.body === undefined ? null : (JSON.parse(call.body) as Body);
    const auth = toB64(call.auth ?? zeros(0));
    if (call.path === "/api/v1/conversations" && body) return this.#open(auth, body);
    const found = this.stored.get(auth);
    if (found === undefined) return answer(401);
    if (call.method === "DELETE") return answer(this.stored.delete(auth) ? 204 : 401);
    if (!body) return answer(200, this.#since(found, call.path));
    const name = call.path.split("/").pop() ?? "";
    if (["labels", "stay", "helpful"].includes(name)) {
      this.told.push([name, body]);
      return answer(200, { live: this.live });
    }
    const given = this.#write(found, body);
    if (name === "end" && given.status === 201) found.ended = true;
    return given;
  }

  #desk(): Record<string, unknown> {
    const { site, epoch, serial } = this;
    const span = { notBefore: NOW - DAY, notAfter: NOW + DAY };
    const certificate = encodeCertificate({
      site,
      rosterVk: publicKey(this.#rosterKey),
      ...span,
      notBefore: NOW - this.certifiedDaysAgo * DAY,
    });
    const deskPublic = epochKeys(this.#seed(epoch)).public;
    const rest = { deskPublic, prev: zeros(32), membersHash: zeros(32) };
    const roster = encodeRoster({ site, serial, epoch, ...span, ...rest });
    return {
      site: toB64(site),
      root_vk: toB64(publicKey(this.#root)),
      certificate: toB64(certificate),
      certificate_signature: toB64(signStatement(this.#root, certificate)),
      roster: toB64(roster),
      roster_signature: toB64(signStatement(this.#rosterKey, roster)),
    };
  }

  #seed(epoch: number): Uint8Array {
    return this.#seeds.get(epoch) ?? zeros(32);
  }

  #open(auth: string, body: Body): Answer {
    const record = body.key_record as KeyRecordJson;
    const found = this.stored.get(auth);
    if (record.epoch !== this.epoch) return answer(409, {}, "stale-epoch");
    if (found === undefined) {
      const fresh: Stored = {
        conv: record.conv,
        channel: body.labels?.channel ?? "",
        ended: false,
        records: [record],
        envelopes: [],
      };
      this.stored.set(auth, fresh);
      return this.#write(fresh, { envelope: body.envelope });
    }
    const same = equal(found.envelopes[0]?.bytes ?? zeros(0), fromB64(body.envelope));
    return same ? answer(201, this.#state(found)) : answer(409, {}, "conversation-exists");
  }

  #write(found: Stored, { envelope, key_record: record }: Body): Answer {
    const bytes = fromB64(envelope);
    const { direction, seq, gen, ackSeq } = parseHeader(bytes);
    if (found.envelopes.some((kept) => equal(kept.bytes, bytes))) {
      return answer(201, this.#state(found));
    }
    const next = found.envelopes.filter((kept) => kept.direction === direction).length + 1;
    const generation = found.records.length + (record ? 1 : 0);
    const unseen = record !== undefined && ackSeq !== this.#state(found).d.seq;
    if (seq !== next || gen !== generation || unseen) {
      return answer(409, this.#state(found), "out-of-step");
    }
    if (record && record.epoch !== this.epoch) return answer(409, {}, "stale-epoch");
    if (record) found.records.push(record);
    found.envelopes.push({ bytes, direction, seq });
    for (const listener of this.listeners) listener(bytes);
    return answer(201, this.#state(found));
  }

  #state(found: Stored) {
    const end = (direction: "S" | "D") => {
      const last = found.envelopes.filter((kept) => kept.direction === direction).at(-1);
      return { seq: last?.seq ?? 0, hash: toB64(last ? H(last.bytes) : zeros(32)) };
    };
    return { conv: found.conv, s: end("S"), d: end("D"), live: this.live };
  }

  #since(found: Stored, path: string): Record<string, unknown> {
    const query = new URL(path, "http://server").searchParams;
    const after = { S: Number(query.get("s")), D: Number(query.get("d")) };
    const newer = found.envelopes.filter(({ direction, seq }) => seq > after[direction]);
    const records = found.records.map(({ desk_wrap: _, ...record }) => record);
    return {
      ...this.#state(found),
      labels: { channel: found.channel, language: "en" },
      key_records: records,
      envelopes: newer.map(({ bytes }) => toB64(bytes)),
    };
  }

  /** The only conversation here, read with the desk's keys. */
  async read(): Promise<Thread> {
    return readThread({ site: this.site, ...(await this.#opened()) });
  }

  async #opened() {
    const [found] = this.stored.values();
    if (found === undefined) throw new Error("nothing stored");
    const opened = found.records.map(async (json) => {
      const record = keyRecordFromJson(json);
      const { key } = await openDeskWrap(this.site, record, this.#seed(record.epoch));
      return [record.gen, { key, kc: record.kc }] as const;
    });
    const keys = new Map(await Promise.all(opened));
    return { found, keys, envelopes: found.envelopes.map(({ bytes }) => bytes) };
  }

  /** The desk writes into the only conversation here. */
  async reply(inner: { t: string; [field: string]: unknown }): Promise<void> {
    const { found, keys, envelopes } = await this.#opened();
    const gen = found.records.length;
    const generation = keys.get(gen);
    if (generation === undefined) throw new Error("no key");
    const thread = readThread({ site: this.site, keys, envelopes });
    const bytes = nextEnvelope({
      site: this.site,
      thread,
      direction: "D",
      conv: fromB64(found.conv),
      gen,
      ...generation,
      inner: { at: "2026-01-01T00", name: "Ana", ...inner },
    });
    found.envelopes.push({ bytes, direction: "D", seq: parseHeader(bytes).seq });
    for (const listener of this.listeners) listener(bytes);
  }
}
