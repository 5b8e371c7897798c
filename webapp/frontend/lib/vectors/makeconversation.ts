// Random conversation cases: key record, accept record, a chain of envelopes, what must not open.
import { concat, toHex, u16, u32, utf8, zeros } from "../bytes.ts";
import { type Direction, type Header, sealEnvelope } from "../envelope.ts";
import { H } from "../hash.ts";
import { kemPublic } from "../hpke.ts";
import {
  acceptMessage,
  commit,
  type KeyRecord,
  keyRecordMessage,
  makeKeyRecord,
  sealShare,
  shareInfo,
  signAccept,
} from "../keys.ts";
import { receiptFrom } from "../receipt.ts";
import { publicKey } from "../sign.ts";
import { epochKeys } from "../staff.ts";
import type { World } from "./make.ts";
import type { Random } from "./random.ts";

const NO_HASH = zeros(32);

async function keyRecordCase(world: World) {
  const { random, site, conv, epoch } = world;
  const nonce = random.bytes(24);
  const { record, key } = await makeKeyRecord({
    site,
    conv,
    gen: 1,
    epoch,
    deskPublic: epochKeys(world.epochSeed).public,
    receipt: receiptFrom(world.master),
    key: random.bytes(32),
    nonce,
  });
  const other = toHex(random.bytes(16));
  const fields = {
    uses: "receipt[0] and epoch",
    site: toHex(site),
    conv: toHex(conv),
    gen: 1,
    epoch,
    key: toHex(key),
    commit: toHex(record.kc),
    src_vk: toHex(record.srcVk),
    desk_wrap: toHex(record.deskWrap ?? NO_HASH),
    self_wrap_nonce: toHex(nonce),
    self_wrap: toHex(record.selfWrap ?? NO_HASH),
    signed: toHex(keyRecordMessage(site, record)),
    signature: toHex(record.signature),
    reject: {
      "desk_wrap of another conversation": { conv: other },
      "desk_wrap of another epoch": { epoch: epoch + 1 },
      "desk_wrap of another generation": { gen: 2 },
      "self_wrap of another conversation": { conv: other },
      "self_wrap of another epoch": { epoch: epoch + 1 },
      "self_wrap of another generation": { gen: 2 },
    },
  };
  return { fields, record, key };
}

function acceptCase({ random, site, conv }: World, record: KeyRecord) {
  const signSeed = random.bytes(32);
  const accept = { site, conv, kc: record.kc, srcVk: record.srcVk };
  return {
    staff_vk: toHex(publicKey(signSeed)),
    sign_seed: toHex(signSeed),
    signed: toHex(acceptMessage(accept)),
    signature: toHex(signAccept(accept, signSeed)),
    reject: {
      "small-order key": { staff_vk: `01${"00".repeat(31)}`, signature: `01${"00".repeat(63)}` },
      "another key": { staff_vk: toHex(publicKey(random.bytes(32))) },
    },
  };
}

async function shareCase(
  { random, site, conv, staffId }: World,
  record: KeyRecord,
  key: Uint8Array,
) {
  const kemSeed = random.bytes(32);
  const share = { site, conv, gen: record.gen, kc: record.kc, staffId };
  return {
    site: toHex(site),
    conv: toHex(conv),
    gen: record.gen,
    commit: toHex(record.kc),
    staff_id: toHex(staffId),
    kem_seed: toHex(kemSeed),
    info: toHex(shareInfo(share)),
    wrap: toHex(await sealShare(share, kemPublic(kemSeed), key)),
    opens_to: toHex(key),
  };
}

interface Chain {
  world: World;
  keys: Uint8Array[];
  ends: Record<Direction, { seq: number; hash: Uint8Array }>;
}

/** One more envelope on the chain, in the generation whose number is given. */
function envelopeCase({ world, keys, ends }: Chain, direction: Direction, gen: number) {
  const { random, site, conv } = world;
  const key = keys[gen - 1] ?? NO_HASH;
  const other = ends[direction === "S" ? "D" : "S"];
  const header: Header = {
    flags: direction === "S" ? random.whole(0, 1) : 0,
    direction,
    conv,
    gen,
    seq: ends[direction].seq + 1,
    prev: ends[direction].hash,
    ackSeq: other.seq,
    ack: other.hash,
    nonce: random.bytes(24),
  };
  const body = random.text(random.pick([0, 5, 300, 1500, 9000, 40_000]));
  const inner = utf8(JSON.stringify({ t: "text", body }));
  const envelope = sealEnvelope({ site, kc: commit(key, conv, gen), key, header, inner });
  ends[direction] = { seq: header.seq, hash: H(envelope) };
  return {
    key: toHex(key),
    site: toHex(site),
    conv: toHex(conv),
    flags: header.flags,
    direction,
    gen,
    seq: header.seq,
    prev: toHex(header.prev),
    ack_seq: header.ackSeq,
    ack: toHex(header.ack),
    nonce: toHex(header.nonce),
    inner: toHex(inner),
    envelope: toHex(envelope),
    hash: toHex(ends[direction].hash),
  };
}

const replaced = (bytes: Uint8Array, at: number, by: Uint8Array | number[]) => {
  const changed = bytes.slice();
  changed.set(by, at);
  return toHex(changed);
};

function flipped(bytes: Uint8Array, at: number, random: Random): string {
  return replaced(bytes, at, [(bytes[at] ?? 0) ^ (1 << random.whole(0, 7))]);
}

/** Ways to damage an envelope with seq 1 and ack 0, by a bit in each field and by breaking each rule. */
function envelopeRejects(envelope: Uint8Array, random: Random): Record<string, string> {
  const fields = { version: 0, type: 1, flags: 2, direction: 3, conversation: 4, generation: 21 };
  const more = { sequence: 25, previous: 26, "ack sequence": 61, "ack hash": 62, nonce: 94 };
  const bits = Object.entries({ ...fields, ...more, body: 118, tag: envelope.length - 1 });
  const hash = random.bytes(32);
  return {
    ...Object.fromEntries(bits.map(([name, at]) => [name, flipped(envelope, at, random)])),
    truncated: toHex(envelope.slice(0, -1)),
    extended: `${toHex(envelope)}00`,
    "header only": toHex(envelope.slice(0, 118)),
    empty: "",
    "generation 0": replaced(envelope, 20, u16(0)),
    "sequence 0": replaced(envelope, 22, u32(0)),
    "first with a previous": replaced(envelope, 26, hash),
    "second without a previous": replaced(envelope, 22, u32(2)),
    "ack without a number": replaced(envelope, 62, hash),
    "ack number without a hash": replaced(envelope, 58, u32(1)),
    "server flag from the desk": replaced(envelope, 2, concat(Uint8Array.of(1), utf8("D"))),
    "any bit": flipped(envelope, random.whole(0, envelope.length - 1), random),
  };
}

/** A short first envelope, so that the rejects are many and the file is small. */
function rejectGroup(world: World, key: Uint8Array) {
  const { random, site, conv } = world;
  const header: Header = {
    flags: 0,
    direction: "S",
    conv,
    gen: 1,
    seq: 1,
    prev: NO_HASH,
    ackSeq: 0,
    ack: NO_HASH,
    nonce: random.bytes(24),
  };
  const inner = utf8('{"t":"text"}');
  const envelope = sealEnvelope({ site, kc: commit(key, conv, 1), key, header, inner });
  return {
    key: toHex(key),
    site: toHex(site),
    envelopes: envelopeRejects(envelope, random),
  };
}

export async function makeConversation(world: World) {
  const { fields, record, key } = await keyRecordCase(world);
  const chain: Chain = {
    world,
    keys: [key, world.random.bytes(32)],
    ends: { S: { seq: 0, hash: NO_HASH }, D: { seq: 0, hash: NO_HASH } },
  };
  const first = (["S", "S", "D", "S", "D"] as const).map((each) => envelopeCase(chain, each, 1));
  const second = (["S", "D", "S"] as const).map((each) => envelopeCase(chain, each, 2));
  return {
    key_record: fields,
    accept: acceptCase(world, record),
    envelope: [...first, ...second],
    envelope_reject: rejectGroup(world, key),
    share: await shareCase(world, record, key),
  };
}
