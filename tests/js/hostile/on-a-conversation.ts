// Lies about whose conversation it is: keys, sources, accept records and shares of the server's own.
import { concat, randomBytes, toB64 } from "../../../webapp/frontend/lib/bytes.ts";
import { type KeyRecord, keyRecordMessage, sealShare } from "../../../webapp/frontend/lib/keys.ts";
import { receiptFrom } from "../../../webapp/frontend/lib/receipt.ts";
import { sign } from "../../../webapp/frontend/lib/sign.ts";
import type { Accept, ConversationAnswer } from "../../../webapp/frontend/staff/api/types.ts";
import { signedAccept } from "../../../webapp/frontend/staff/vault/accept.ts";
import { linkTo } from "../../../webapp/frontend/staff/vault/case.ts";
import { openConversation } from "../../../webapp/frontend/staff/vault/conversation.ts";
import { MadeDesk, type Person, person } from "../staff/made-desk.ts";
import { MadeTip, madeTip } from "../staff/made-tip.ts";
import { type Attack, believes } from "./attack.ts";
import type { Clients } from "./without.ts";

const [ana, iris, ivo, eve] = [
  person("ana", 1),
  person("iris", 5),
  person("ivo", 5),
  person("eve", 1),
];
const desk = new MadeDesk([ana, iris, ivo]);
const anas = await desk.keyring(ana);
const irises = await desk.keyring(iris);

const somebodyElse = () => receiptFrom(randomBytes(32));

/** What Ana signs when she is the first to open it. */
async function accepted(tip: MadeTip, by: Person = ana): Promise<Accept> {
  const { anchor } = await openConversation({ ...tip.answer(), accept: null }, anas);
  if (anchor === null) throw new Error("did not open");
  const ring = { ...anas, site: desk.site, signSeed: by.keys.signSeed } as typeof anas;
  return { staff_id: toB64(by.id), ...signedAccept(toB64(tip.conv), anchor, ring) };
}

/** Whether Ana could write to whoever is behind this, all doubts gone, under the newest key. */
async function wouldWrite(it: Clients, answer: ConversationAnswer, ring = anas): Promise<boolean> {
  const { blocked, writing } = await it.openConversation(answer, ring);
  return blocked === "" && writing?.gen === Math.max(...answer.key_records.map(({ gen }) => gen));
}

/** A conversation that the server makes up under the id of one that Ana has accepted. */
async function madeUp(real: MadeTip): Promise<MadeTip> {
  const fake = new MadeTip(desk, somebodyElse());
  fake.conv.set(real.conv);
  await fake.generation();
  fake.say({ t: "tip", at: "", answers: { what: "all lies" } });
  return fake;
}

/** What the server gives Iris, who was let into nothing: a share that it sealed itself. */
async function withShare(tip: MadeTip, gen: number, accept: Accept): Promise<ConversationAnswer> {
  const made = tip.keys.get(gen);
  if (made === undefined) throw new Error("no such key");
  const place = { site: desk.site, conv: tip.conv, gen, kc: made.kc, staffId: iris.id };
  const wrap = toB64(await sealShare(place, iris.keys.kemPublic, made.key));
  const { notes: _, ...answer } = tip.answer();
  return { ...answer, accept, shares: [{ gen, kc: toB64(made.kc), wrap }] };
}

const GENERATIONS = "staff/vault/generations.ts";
const ACCEPT = "staff/vault/accept.ts";
const SHARED = "staff/vault/shared.ts";

const onDesk: Attack[] = [
  {
    name: "a second key that another source signed",
    check: {
      file: GENERATIONS,
      text: `if (keys[0] && !equal(keys[0].srcVk, opened.srcVk)) throw new Doubtful("other-source");`,
      instead: "",
    },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      await tip.generation(somebodyElse());
      return wouldWrite(it, tip.answer());
    },
  },
  {
    name: "a second key in the source's name that the source did not sign",
    check: { file: GENERATIONS, text: "    verifyKeyRecord(keyring.site, record);\n", instead: "" },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      // The server knows which source it is, not how that source signs.
      await tip.generation({ ...somebodyElse(), srcVk: tip.receipt.srcVk });
      return wouldWrite(it, tip.answer());
    },
  },
  {
    name: "a key record whose copy for the desk names another source",
    check: {
      file: "lib/keyrecord.ts",
      text: `if (!equal(srcVk, record.srcVk)) throw new Refused("the wrap names another source");`,
      instead: "",
    },
    fooled: async (it) => {
      // The signature would be checked with one key, and the other one believed.
      const tip = await madeTip(desk);
      const other = somebodyElse();
      await tip.generation({ ...other, srcVk: tip.receipt.srcVk });
      const record = { ...(tip.records[1] as KeyRecord), srcVk: other.srcVk };
      const signature = sign(other.sign, keyRecordMessage(desk.site, record));
      tip.records[1] = { ...record, signature };
      return wouldWrite(it, tip.answer());
    },
  },
  {
    name: "a conversation without its first key",
    check: {
      file: GENERATIONS,
      text: `if (json.gen !== keys.length + 1) throw new Doubtful("key-record");`,
      instead: "",
    },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      await tip.generation();
      const answer = tip.answer();
      return wouldWrite(it, { ...answer, key_records: answer.key_records.slice(1) });
    },
  },
  {
    name: "another conversation under the name of an accepted one",
    check: {
      file: ACCEPT,
      text: `return acceptHolds(answer.accept, conv, anchor, keyring) ? "" : "accept-mismatch";`,
      instead: `return "";`,
    },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      const accept = await accepted(tip);
      return wouldWrite(it, { ...(await madeUp(tip)).answer(), accept });
    },
  },
  {
    name: "an accept record that is withheld",
    check: {
      file: ACCEPT,
      text: `return answer.item.cases.length > 0 || answer.d.seq > 0 ? "accept-withheld" : "";`,
      instead: `return "";`,
    },
    fooled: async (it) => {
      const fake = await madeUp(await madeTip(desk));
      const cases = [{ case_id: "A".repeat(22), number: "12345678" }];
      return wouldWrite(it, fake.answer({ cases } as never));
    },
  },
  {
    name: "an accept record signed by somebody who does not read",
    check: { file: ACCEPT, text: "    if (role > 3) return false;\n", instead: "" },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      return wouldWrite(it, { ...tip.answer(), accept: await accepted(tip, ivo) });
    },
  },
  {
    name: "a case's conversation that was swapped together with its accept record",
    check: {
      file: "staff/vault/case.ts",
      text: `return now.kc === link.kc && now.src_vk === link.src_vk ? "holds" : "differs";`,
      instead: `return "holds";`,
    },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      const conv = toB64(tip.conv);
      const { anchor } = await openConversation(tip.answer(), anas);
      if (anchor === null) throw new Error("did not open");
      const main = { t: "main", links: [linkTo(conv, anchor)] };
      const fake = await madeUp(tip);
      const opened = await it.openConversation(fake.answer(), anas);
      return it.linkHolds(main, conv, opened) === "holds";
    },
  },
];

const onInterpreter: Attack[] = [
  {
    name: "a share of the server's own, beside a key of its own",
    check: {
      file: SHARED,
      text: `if (!equal(record.srcVk, anchor.srcVk)) return "other-source";`,
      instead: "",
    },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      const accept = await accepted(tip);
      await tip.generation(somebodyElse());
      return wouldWrite(it, await withShare(tip, 2, accept), irises);
    },
  },
  {
    name: "a share of a key that the source did not sign",
    check: { file: SHARED, text: "  verifyKeyRecord(keyring.site, record);\n", instead: "" },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      const accept = await accepted(tip);
      await tip.generation({ ...somebodyElse(), srcVk: tip.receipt.srcVk });
      return wouldWrite(it, await withShare(tip, 2, accept), irises);
    },
  },
  {
    name: "a share behind an accept record that nobody at the desk signed",
    check: {
      file: ACCEPT,
      text: "      verifyAccept(message, signVk, fromB64(accept.signature));\n",
      instead: "",
    },
    fooled: async (it) => {
      const tip = await madeTip(desk);
      const forged = { ...(await accepted(tip, eve)), staff_id: toB64(ana.id) };
      return wouldWrite(it, await withShare(tip, 1, forged), irises);
    },
  },
  {
    name: "an interpreter's key that the roster does not list",
    check: {
      file: "staff/vault/shares.ts",
      text: `if (!keyring.listsKey(person.staff_id, key, 5)) throw new KeysDoNotFit("people");`,
      instead: "",
    },
    fooled: async (it) => {
      const rows = (await desk.answer(ana)).staff;
      const row = rows.find(({ name }) => name === "iris");
      if (row === undefined) throw new Error("no Iris");
      const own = toB64(concat(eve.keys.kemPublic));
      return believes(() => it.interpretersKey({ ...row, kem_public: own }, anas));
    },
  },
];

export const onAConversation: Attack[] = [...onDesk, ...onInterpreter];
