// What only some people need, loaded when somebody asks for it: its script, its views and texts, its style.

import type { ChatPart, Kit } from "./chat/page.ts";
import { all, one, pageLanguage } from "./dom.ts";
import { Stop } from "./engine/protocol.ts";
import type { FilesKit, FilesPart } from "./files/page.ts";
import { fetchPage, type PartPath, scriptAddress } from "./policy.ts";
import type { ThreadKit, ThreadPart } from "./thread.ts";
import { formNow } from "./tip.ts";

/** The parts whose views are in the page, and have to follow its language. */
const placed = new Set<PartPath>();

/** Those parts' views and texts in another language, also of those that are placed meanwhile. */
export async function fetchPlaced(language: string, known = 0): Promise<Document[]> {
  const paths = [...placed].slice(known);
  if (paths.length === 0) return [];
  const parts = await Promise.all(paths.map((path) => fetchPage(path, language)));
  return [...parts, ...(await fetchPlaced(language, known + paths.length))];
}

/** Moves what was fetched into the page. */
export function place(part: Document): void {
  const texts = one<HTMLTemplateElement>("#more-texts", part);
  one<HTMLTemplateElement>("#texts").content.append(texts.content);
  texts.remove();
  one("main").prepend(...all("body > div", part));
  one("main").append(...all("[data-view]", part));
  one('[data-step="what"]').after(...all("[data-step]", part));
  document.body.append(...all("template", part));
}

/** Its views are in the page from then on, unless the page was left meanwhile and stays blank. */
async function placeOnce(path: PartPath, fetched: Document): Promise<void> {
  // Somebody may have chosen another language while it was on its way.
  const language = pageLanguage();
  const part =
    fetched.documentElement.lang === language ? fetched : await fetchPage(path, language);
  if (placed.has(path) || !document.body.firstChild) return;
  placed.add(path);
  place(part);
}

export async function fetchOnce(path: PartPath): Promise<void> {
  if (!placed.has(path)) await placeOnce(path, await fetchPage(path, pageLanguage()));
}

/** The questions of the third door alone. Where the line does not answer, they are not asked. */
export const fetchAsked = (): Promise<void> =>
  fetchOnce(`/ask?form=${formNow()?.version ?? 0}`).catch(() => undefined);

/** Resolves once it has loaded; rejects where it did not, so that a new try is one. */
function arrived(file: HTMLScriptElement | HTMLLinkElement): Promise<void> {
  return new Promise((resolve, reject) => {
    file.onload = () => resolve();
    file.onerror = () => reject(new Stop("engine_load"));
    document.head.append(file);
  });
}

/** What was fetched names the script: nobody who only wants to write loads a byte for it. */
function script({ documentElement }: Document): Promise<void> {
  const { script = "", integrity = "" } = documentElement.dataset;
  const file = document.createElement("script");
  file.integrity = integrity;
  file.src = scriptAddress(script);
  return arrived(file);
}

/** A part with a script of its own, which leaves in `window` the function that makes it. */
class Loaded<P, K> {
  /** The part, once it is loaded. */
  part: P | null = null;
  #loading: Promise<P> | null = null;
  readonly #path: PartPath;
  readonly #maker: string;

  constructor(path: PartPath, maker: string) {
    this.#path = path;
    this.#maker = maker;
  }

  /** Loaded once; what failed is tried again the next time. */
  load(kit: K): Promise<P> {
    this.#loading ??= this.#load(kit).catch((error: unknown) => {
      this.#loading = null;
      throw error instanceof Stop ? error : new Stop("engine_load");
    });
    return this.#loading;
  }

  async #load(kit: K): Promise<P> {
    const page = await fetchPage(this.#path, pageLanguage());
    const styles = all<HTMLLinkElement>("link", page);
    await Promise.all([
      script(page),
      ...styles.map((style) => arrived(document.importNode(style))),
    ]);
    const make = (window as unknown as Record<string, ((kit: K) => P) | undefined>)[this.#maker];
    if (make === undefined) throw new Stop("engine_load");
    await placeOnce(this.#path, page);
    this.part = make(kit);
    return this.part;
  }
}

export const chat = new Loaded<ChatPart, Kit>("/more", "makePart");
export const thread = new Loaded<ThreadPart, ThreadKit>("/thread", "makeThread");
export const files = new Loaded<FilesPart, FilesKit>("/files", "makeFiles");
/** All of them, in the order in which they are drawn again. */
export const scripted = [thread, chat, files];
