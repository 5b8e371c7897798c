// The engine: a worker that holds every key of a source, and dies with all of them when the page is left.
import { selfTest } from "../lib/selftest.ts";
import { fetchText, type ListFiles, Lists } from "./engine/lists.ts";
import {
  type Operation,
  type Operations,
  type Question,
  type Reply,
  Stop,
} from "./engine/protocol.ts";
import { ask } from "./engine/server.ts";
import { Session } from "./engine/session.ts";

type Given<name extends Operation> = Operations[name]["gives"];
type Handlers = {
  [name in Operation]: (takes: Operations[name]["takes"]) => Given<name> | Promise<Given<name>>;
};

/** The part of a worker's global object that the page's types do not know. */
interface Port {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(reply: Reply): void;
}

// The build writes here where the lists are and what their bytes hash to: whoever checked this file
// has checked them too.
declare const WORD_LISTS: ListFiles;

const lists = new Lists(WORD_LISTS, fetchText);
const session = new Session(ask, selfTest, (name) => lists.get(name));

const handlers: Handlers = {
  start: async ({ language }) => {
    await session.start(language);
    return undefined;
  },
  prepare: async ({ language }) => {
    await session.prepare(language);
    return undefined;
  },
  tip: ({ tip, language }) => session.tip(tip, language),
  retryTip: () => session.retryTip(),
  practise: ({ text }) => session.practise(text),
  forgetWords: () => {
    session.forgetWords();
    return undefined;
  },
  open: ({ text, language }) => session.open(text, language),
  shown: () => session.shown(),
  sync: () => session.sync(),
  write: ({ text }) => session.write(text),
  retry: () => session.retry(),
  removeWayBack: () => session.removeWayBack(),
  close: () => {
    session.close();
    return undefined;
  },
};

/** Answers one question; whatever goes wrong inside reaches the page as a plain code. */
async function reply({ id, operation, takes }: Question): Promise<Reply> {
  try {
    const handler = handlers[operation] as (takes: unknown) => unknown;
    return { id, gives: await handler(takes) };
  } catch (error) {
    return { id, stop: error instanceof Stop ? error.code : "broken" };
  }
}

const port = globalThis as unknown as Port;
port.onmessage = async ({ data }) => port.postMessage(await reply(data));
