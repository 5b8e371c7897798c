// The lists of words come beside the engine: the very bytes that it was built with, or no words at all.
import { type ListName, parseList, type WordList } from "../../lib/words.ts";
import { Stop } from "./protocol.ts";

const PATIENCE = 20_000; // as long as the page waits for the engine itself

/** Where a list is, seen from the engine's own address, and the hash of its bytes (SRI). */
export interface ListFile {
  url: string;
  integrity: string;
}

export type ListFiles = Readonly<Record<ListName, ListFile>>;
export type FetchText = (file: ListFile) => Promise<string>;

/** The text of a file whose bytes are those of its integrity; stops otherwise. */
export const fetchText: FetchText = async ({ url, integrity }) => {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const response = await fetch(url, { integrity, credentials: "omit", signal: control.signal });
    if (!response.ok) throw new TypeError("no such file");
    return await response.text();
  } catch {
    throw new Stop(control.signal.aborted ? "too_slow" : "engine_load");
  } finally {
    clearTimeout(timer);
  }
};

export class Lists {
  readonly #files: ListFiles;
  readonly #fetchText: FetchText;
  readonly #lists = new Map<ListName, Promise<WordList>>();

  constructor(files: ListFiles, fetchText: FetchText) {
    this.#files = files;
    this.#fetchText = fetchText;
  }

  /** A list, fetched once; what failed is tried again the next time, since the line may be back. */
  get(name: ListName): Promise<WordList> {
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const loading = this.#load(name);
    this.#lists.set(name, loading);
    loading.catch(() => this.#lists.delete(name));
    return loading;
  }

  async #load(name: ListName): Promise<WordList> {
    const text = await this.#fetchText(this.#files[name]);
    try {
      return parseList(text);
    } catch {
      throw new Stop("engine_load");
    }
  }
}
