// Opens so many tips with the code of the desk's page and says how long it took, beside their KEM alone by the browser.
import { randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import type { ConversationAnswer } from "../../../webapp/frontend/staff/api/types.ts";
import { openConversation } from "../../../webapp/frontend/staff/vault/conversation.ts";
import { MadeDesk, person } from "../staff/made-desk.ts";
import { madeTip } from "../staff/made-tip.ts";

const WORDS = "A white van, a field behind the packing house, and no passports. ".repeat(15);

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** One agreement of X25519 for each item, by the browser itself: what no way of opening can do without. */
async function agreements(count: number): Promise<number> {
  const pair = (await crypto.subtle.generateKey("X25519", false, ["deriveBits"])) as CryptoKeyPair;
  return milliseconds(async () => {
    for (let n = 0; n < count; n += 1)
      await crypto.subtle.deriveBits(
        { name: "X25519", public: pair.publicKey },
        pair.privateKey,
        256,
      );
  });
}

async function measure(count: number) {
  const ana = person("ana", 1);
  const desk = new MadeDesk([ana]);
  const keyring = await desk.keyring(ana);
  const answers: ConversationAnswer[] = [];
  for (let n = 0; n < count; n += 1)
    answers.push((await madeTip(desk, { what: `${WORDS}${randomBytes(2).join("")}` })).answer());
  const rounds = [];
  for (let round = 0; round < 5; round += 1)
    rounds.push(
      await milliseconds(async () => {
        for (const answer of answers) {
          const opened = await openConversation(answer, keyring);
          if (opened.blocked !== "" || opened.messages.length !== 1) throw new Error("not opened");
        }
      }),
    );
  return {
    first: rounds[0],
    opened: rounds.sort((a, b) => a - b)[2],
    beside: await agreements(count),
  };
}

self.addEventListener("message", async ({ data }: MessageEvent<number>) => {
  self.postMessage(await measure(data).catch(({ message }: Error) => ({ failed: message })));
});
