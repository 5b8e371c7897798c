// The engine: a worker that holds every key of a source, and dies with all of them when the page is left.
import { selfTest } from "../lib/selftest.ts";
import { fetchText, type ListFile, type ListFiles, Lists } from "./engine/lists.ts";
import { ownScript } from "./engine/own-script.ts";
import {
  type News,
  type Operation,
  type Operations,
  type Question,
  type Reply,
  Stop,
} from "./engine/protocol.ts";
import { ask } from "./engine/server.ts";
import { type ChatOf, Session } from "./engine/session.ts";
import { tools } from "./engine/tools.ts";
import type { MakeChat } from "./line.ts";

type Given<name extends Operation> = Operations[name]["gives"];
type Handlers = {
  [name in Operation]: (takes: Operations[name]["takes"]) => Given<name> | Promise<Given<name>>;
};

/** The part of a worker's global object that the page's types do not know. */
interface Port {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(reply: Reply | News): void;
  importScripts(address: string): void;
  /** What the chat's file leaves here. */
  makeChat?: MakeChat;
}

// The build writes here where the lists are and what their bytes hash to: whoever checked this file
// has checked them too.
declare const WORD_LISTS: ListFiles;
declare const LINE_FILE: ListFile;

const lists = new Lists(WORD_LISTS, fetchText);
const port = globalThis as unknown as Port;

/** Loads the chat's file when somebody chats; like the engine's own it is checked before it runs. */
const chatOf: ChatOf = async (host) => {
  if (port.makeChat === undefined) {
    await fetchText(LINE_FILE);
    port.importScripts(ownScript(LINE_FILE.url));
  }
  if (port.makeChat === undefined) throw new Stop("engine_load");
  return port.makeChat(tools, { ...host, tell: (news) => port.postMessage(news) });
};

const session = new Session(ask, selfTest, (name) => lists.get(name), chatOf);

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
  chat: async (deed) => {
    await session.chat(deed);
    return undefined;
  },
  numbers: () => session.numbers(),
  chatWords: () => session.chatWords(),
  files: ({ of, port }) => session.files(of, port),
  removeWayBack: ({ of }) => session.removeWayBack(of),
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

port.onmessage = async ({ data }) => port.postMessage(await reply(data));
