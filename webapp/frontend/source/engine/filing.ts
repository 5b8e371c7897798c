// What the engine lends to the worker for files: where they go, and a way to say that they are there.
import type { Conversation } from "./conversation.ts";
import { Outbox } from "./outbox.ts";
import type { Sending } from "./protocol.ts";
import type { Ask } from "./server.ts";
import { type Content, type DeskHolder, messageJob } from "./writing.ts";

interface Lent {
  ask: Ask;
  holder: DeskHolder;
  conversation: Conversation;
  /** Hears of every message that was sent, or not. */
  told(): unknown;
}

/** The page has only held the port: no key that goes over it was ever there. */
export function lend(port: MessagePort, { ask, holder, conversation, told }: Lent): void {
  const outbox = new Outbox(ask, "kept");
  const say = (content: Content | null) =>
    content ? outbox.send(messageJob(ask, holder, conversation, content)) : outbox.retry();
  port.onmessage = async ({ data }) => {
    const sending = await say(data).catch((): Sending => ({ state: "refused" }));
    port.postMessage(sending);
    told();
  };
  const { site, conv, receipt } = conversation;
  port.postMessage({ site, conv, auth: receipt.auth });
}
