// The engine: a worker that holds every key of a source, and dies with all of them when the page is left.
import { fromB64 } from "../lib/bytes.ts";
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
import type { MakeDoor } from "./flood.ts";
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
  /** What the file for floods leaves here. */
  makeDoor?: MakeDoor;
}

// The build writes here where the lists are and what their bytes hash to: whoever checked this file
// has checked them too.
declare const WORD_LISTS: ListFiles;
declare const LINE_FILE: ListFile;
declare const FLOOD_FILE: ListFile;

const lists = new Lists(WORD_LISTS, fetchText);
const port = globalThis as unknown as Port;

/** What a file leaves here that only some need; like the engine's own it is checked before it runs. */
async function made<name extends "makeChat" | "makeDoor">(name: name, file: ListFile) {
  if (port[name] === undefined) {
    await fetchText(file);
    port.importScripts(ownScript(file.url));
  }
  const make = port[name];
  if (make === undefined) throw new Stop("engine_load");
  return make as NonNullable<Port[name]>;
}

const tell = (news: News) => port.postMessage(news);
const chatOf: ChatOf = async (host) =>
  (await made("makeChat", LINE_FILE))(tools, { ...host, tell });
const doorOf = async () => (await made("makeDoor", FLOOD_FILE))(ask, fromB64);
const session = new Session(ask, selfTest, (name) => lists.get(name), chatOf, doorOf);

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
  noWait: () => {
    session.noWait();
    return undefined;
  },
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
