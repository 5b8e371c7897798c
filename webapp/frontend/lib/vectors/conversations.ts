// Known answers for a conversation: its key record, the accept record, shares and envelopes.
import { equal, toHex } from "../bytes.ts";
import {
  type Direction,
  type Header,
  openEnvelope,
  parseHeader,
  sealEnvelope,
} from "../envelope.ts";
import { H } from "../hash.ts";
import { kemPublic } from "../hpke.ts";
import {
  acceptMessage,
  commit,
  type KeyRecord,
  keyRecordMessage,
  makeKeyRecord,
  openDeskWrap,
  openSelfWrap,
  openShare,
  sealShare,
  shareInfo,
  signAccept,
  verifyAccept,
  verifyKeyRecord,
} from "../keys.ts";
import { publicKey } from "../sign.ts";
import { statedReceipt } from "./basics.ts";
import { Difference, type Fields, hexBytes, type VectorFile } from "./fields.ts";
import { check, refuseAll, refuses, type Tally } from "./rejects.ts";

function recordOf(one: Fields): KeyRecord {
  return {
    conv: one.data("conv"),
    gen: one.number("gen"),
    epoch: one.number("epoch"),
    kc: one.data("commit"),
    srcVk: one.data("src_vk"),
    deskWrap: one.data("desk_wrap"),
    selfWrap: one.data("self_wrap"),
    signature: one.data("signature"),
  };
}

/** Which receipt and which epoch a key record rests on: the first, if unsaid. */
function used(one: Fields, file: VectorFile) {
  const found = /^receipt\[(\d{1,6})\] and epoch(?:\[(\d{1,6})\])?$/.exec(
    one.has("uses") ? one.text("uses") : "receipt[0] and epoch",
  );
  if (found === null) throw new Difference(`${one.place("uses")}: names no receipt and epoch`);
  const epoch = file.case("epoch", Number(found[2] ?? 0), one.path);
  return {
    receipt: statedReceipt(file.case("receipt", Number(found[1]), one.path)),
    epochSeed: epoch.data("seed"),
    deskPublic: epoch.data("public"),
  };
}

async function openBoth(one: Fields, { receipt, epochSeed }: ReturnType<typeof used>) {
  const [site, record] = [one.data("site"), recordOf(one)];
  const opened = await one.holding("desk_wrap", () => openDeskWrap(site, record, epochSeed));
  one.compare("key", opened.key);
  one.compare("src_vk", opened.srcVk);
  one.compare("key", await one.holding("self_wrap", () => openSelfWrap(site, record, receipt)));
  await one.holding("signature", () => verifyKeyRecord(site, record));
}

/** Everything in a key record is fixed by its inputs but the desk's copy, which is opened again. */
async function makeAgain(one: Fields, { receipt, epochSeed, deskPublic }: ReturnType<typeof used>) {
  const [site, key, nonce] = [one.data("site"), one.data("key"), one.data("self_wrap_nonce")];
  const { conv, gen, epoch } = recordOf(one);
  const options = { site, conv, gen, epoch, deskPublic, receipt, key, nonce };
  const { record } = await one.holding("key", () => makeKeyRecord(options));
  one.compare("commit", record.kc);
  one.compare("src_vk", record.srcVk);
  if (record.selfWrap !== null) one.compare("self_wrap", record.selfWrap);
  one.compare("signature", record.signature);
  one.compare("signed", keyRecordMessage(site, record));
  await one.holding("desk_wrap", () => openDeskWrap(site, record, epochSeed));
}

export async function checkKeyRecord(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("key_record")) {
    const given = used(one, file);
    await openBoth(one, given);
    await makeAgain(one, given);
    tally.accepted++;
    const shared = "site conv gen epoch commit";
    const opensDesk = check("desk_wrap", `${shared} src_vk desk_wrap`, (altered) =>
      openDeskWrap(altered.data("site"), recordOf(altered), given.epochSeed),
    );
    const opensSelf = check("self_wrap", `${shared} self_wrap`, (altered) =>
      openSelfWrap(altered.data("site"), recordOf(altered), given.receipt),
    );
    const isSigned = check("signature", `${shared} src_vk signature`, (altered) =>
      verifyKeyRecord(altered.data("site"), recordOf(altered)),
    );
    await refuseAll(one, [opensDesk, opensSelf, isSigned], "desk_wrap", tally);
    one.finish();
  }
}

export async function checkAccept(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("accept")) {
    const about = file.case("key_record", 0, one.path);
    const accept = {
      site: about.data("site"),
      conv: about.data("conv"),
      kc: about.data("commit"),
      srcVk: about.data("src_vk"),
    };
    const seed = one.data("sign_seed");
    one.compare("signed", acceptMessage(accept));
    one.compare("staff_vk", await one.holding("sign_seed", () => publicKey(seed)));
    one.compare("signature", await one.holding("sign_seed", () => signAccept(accept, seed)));
    const verifies = check("signature", "staff_vk signature", (altered) =>
      verifyAccept(accept, altered.data("staff_vk"), altered.data("signature")),
    );
    await one.holding("signature", async () => verifies.run(one));
    tally.accepted++;
    await refuseAll(one, [verifies], "signature", tally);
    one.finish();
  }
}

function headerOf(one: Fields): Header {
  return {
    flags: one.number("flags"),
    direction: one.text("direction") as Direction,
    conv: one.data("conv"),
    gen: one.number("gen"),
    seq: one.number("seq"),
    prev: one.data("prev"),
    ackSeq: one.number("ack_seq"),
    ack: one.data("ack"),
    nonce: one.data("nonce"),
  };
}

const printed = (header: Header) =>
  JSON.stringify(header, (_, value) => (value instanceof Uint8Array ? toHex(value) : value));

export async function checkEnvelope(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("envelope")) {
    const [key, site, inner, header] = [
      one.data("key"),
      one.data("site"),
      one.data("inner"),
      headerOf(one),
    ];
    const envelope = one.data("envelope");
    const kc = await one.holding("key", () => commit(key, header.conv, header.gen));
    const parsed = await one.holding("envelope", () => parseHeader(envelope));
    if (printed(parsed) !== printed(header)) {
      throw new Difference(`${one.place("envelope")}: another header`);
    }
    const opens = () => openEnvelope({ site, kc, key, envelope });
    one.compare("inner", await one.holding("envelope", opens));
    const seals = () => sealEnvelope({ site, kc, key, header, inner });
    one.compare("envelope", await one.holding("inner", seals));
    one.compare("hash", H(envelope));
    one.finish();
    tally.accepted++;
  }
}

/** A key that opens nothing refuses everything, so it must be one that opens an accepted envelope. */
function checkOpensSomething(group: Fields, file: VectorFile): void {
  const [key, site] = [group.data("key"), group.data("site")];
  const accepted = file.cases("envelope");
  const known = accepted.some(
    (one) => equal(one.data("key"), key) && equal(one.data("site"), site),
  );
  if (accepted.length > 0 && !known) {
    throw new Difference(`${group.place("key")}: with this site, the key of no envelope`);
  }
}

export async function checkEnvelopeReject(file: VectorFile, tally: Tally): Promise<void> {
  for (const group of file.cases("envelope_reject")) {
    checkOpensSomething(group, file);
    const [key, site] = [group.data("key"), group.data("site")];
    const envelopes = group.part("envelopes");
    for (const name of envelopes.names()) {
      const path = `${envelopes.path}[${name}]`;
      const envelope = hexBytes(envelopes.take(name), path);
      const refused = await refuses(() => {
        const { conv, gen } = parseHeader(envelope);
        return openEnvelope({ site, key, kc: commit(key, conv, gen), envelope });
      });
      if (!refused) throw new Difference(`${path}: accepted`);
      tally.refused++;
    }
    group.finish();
  }
}

const shareOf = (one: Fields) => ({
  site: one.data("site"),
  conv: one.data("conv"),
  gen: one.number("gen"),
  kc: one.data("commit"),
  staffId: one.data("staff_id"),
});

export async function checkShare(file: VectorFile, tally: Tally): Promise<void> {
  for (const one of file.cases("share")) {
    const [share, seed, key] = [shareOf(one), one.data("kem_seed"), one.data("opens_to")];
    one.compare("info", await one.holding("info", () => shareInfo(share)));
    const opens = check("wrap", "site conv gen commit staff_id kem_seed wrap", (altered) =>
      openShare(shareOf(altered), altered.data("kem_seed"), altered.data("wrap")),
    );
    const wrap = one.data("wrap");
    one.compare("opens_to", await one.holding("wrap", () => openShare(share, seed, wrap)));
    const again = await one.holding("opens_to", () => sealShare(share, kemPublic(seed), key));
    one.compare("opens_to", await one.holding("wrap", () => openShare(share, seed, again)));
    tally.accepted++;
    await refuseAll(one, [opens], "wrap", tally);
    one.finish();
  }
}
