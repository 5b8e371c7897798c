// The page's end of the engine: fetched with its integrity, tested, or there is a reason why not.
import { pageLanguage } from "./dom.ts";
import {
  type News,
  type Operation,
  type Operations,
  type Reply,
  Stop,
  type StopCode,
} from "./engine/protocol.ts";
import { scriptAddress } from "./policy.ts";

const DEADLINE = 20_000; // after this, somebody with minutes must be told to call instead

interface Waiting {
  resolve(gives: unknown): void;
  reject(reason: Stop): void;
}

let worker: Worker | null = null;
let starting: Promise<void> | null = null;
let lastId = 0;
let visit = 0;
const waiting = new Map<number, Waiting>();
let hearNews: (news: News) => void = () => undefined;

/** Who is told what the engine tells without being asked. */
export const onNews = (hear: (news: News) => void): void => {
  hearNews = hear;
};

/** What ends with the engine, whatever ends it. */
export const endsToo: (() => void)[] = [];

/** Ends the engine and every key in it; whoever waits is told why, or nothing where the page is left. */
export function endEngine(code?: StopCode): void {
  visit++;
  worker?.terminate();
  worker = null;
  starting = null;
  for (const { reject } of waiting.values()) if (code) reject(new Stop(code));
  waiting.clear();
  for (const end of endsToo) end();
}

function hear({ data }: MessageEvent<Reply | News>): void {
  if ("news" in data) {
    hearNews(data);
    return;
  }
  const caller = waiting.get(data.id);
  waiting.delete(data.id);
  if ("stop" in data) caller?.reject(new Stop(data.stop));
  else caller?.resolve(data.gives);
}

/** Asks the engine; rejects with Stop only. */
export function ask<name extends Operation>(
  operation: name,
  takes: Operations[name]["takes"],
  ports: MessagePort[] = [],
): Promise<Operations[name]["gives"]> {
  return new Promise((resolve, reject) => {
    if (worker === null) return reject(new Stop("broken"));
    const id = ++lastId;
    waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
    worker.postMessage({ id, operation, takes }, ports);
  });
}

/** Fetches the file first: a worker cannot be given an integrity of its own, a fetch can. */
async function checkFile(address: string, integrity: string): Promise<void> {
  const response = await fetch(address, { integrity, credentials: "omit" });
  if (!response.ok) throw new Stop("engine_load");
  await response.arrayBuffer();
}

async function load(): Promise<void> {
  if (typeof Worker !== "function") throw new Stop("no_worker");
  const { engine = "", integrity = "" } = document.documentElement.dataset;
  const started = visit;
  try {
    await checkFile(engine, integrity);
    // Given up or left in the meantime: a late file must not bring an engine to life.
    if (started !== visit) throw new Stop("too_slow");
    worker = new Worker(scriptAddress(engine));
  } catch {
    throw new Stop("engine_load");
  }
  worker.onmessage = hear;
  worker.onerror = () => {
    endEngine("broken");
    hearNews({ news: "stop", stop: "broken" });
  };
  await ask("start", { language: pageLanguage() });
}

function tooSlow(): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Stop("too_slow")), DEADLINE));
}

/** Ready to seal, loaded once; rejects with Stop, after which a new start is a new try. */
export function startEngine(): Promise<void> {
  starting ??= Promise.race([load(), tooSlow()]).catch((error: unknown) => {
    endEngine();
    throw error instanceof Stop ? error : new Stop("broken");
  });
  return starting;
}
