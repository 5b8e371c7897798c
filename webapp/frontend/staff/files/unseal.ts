// From the desk's own address to a file's content: asked for, unsealed as it arrives, checked to the
// last byte. What came is handed to the browser as a Blob, a few megabytes at a time, so that neither
// worker nor page ever holds the file. Runs in the worker; tests run it as it is.

import { type Broken, BrokenFile, FileOpener, type SentFile } from "../../lib/open-file.ts";
import { LOOK_AT } from "../logic/true-type.ts";

export interface FileRequest {
  path: string;
  token: string;
  file: SentFile;
}

export type FileAnswer =
  | { came: number; of: number }
  | { content: Blob; head: Uint8Array }
  | { broken: Broken }
  | { status: number }
  | { failed: "line" | "memory" };

/** How many bytes come between two words about progress. */
const STEP = 1 << 20;

/** How many bytes wait before the browser gets them. */
const HELD = 4 << 20;

/** Bytes that are nobody's page's: it cannot be opened as one, whatever it holds. */
const UNKNOWN = { type: "application/octet-stream" };

/** The content so far, in the browser's keeping. */
class Kept {
  #blobs: Blob[] = [];
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #length = 0;

  readonly add = (piece: Uint8Array): void => {
    this.#waiting.push(piece as Uint8Array<ArrayBuffer>);
    this.#length += piece.length;
    if (this.#length >= HELD) this.#hand();
  };

  /** All of it and its first bytes; throws RangeError where the browser could not keep it. */
  async whole(): Promise<{ content: Blob; head: Uint8Array }> {
    this.#hand();
    const content = new Blob(this.#blobs, UNKNOWN);
    try {
      await content.slice(-1).arrayBuffer();
      return { content, head: new Uint8Array(await content.slice(0, LOOK_AT).arrayBuffer()) };
    } catch {
      throw new RangeError("the browser could not keep it");
    }
  }

  #hand(): void {
    this.#blobs.push(new Blob(this.#waiting));
    this.#waiting = [];
    this.#length = 0;
  }
}

type Asking = (path: string, init: RequestInit) => Promise<Response>;

async function readAll(
  opener: FileOpener,
  body: ReadableStream<Uint8Array>,
  told: (answer: FileAnswer) => void,
): Promise<void> {
  const reader = body.getReader();
  let [came, last] = [0, 0];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      opener.take(value);
      came += value.length;
      if (came - last < STEP) continue;
      last = came;
      told({ came, of: opener.length });
    }
  } finally {
    // Of bytes that are not the file's no more are fetched.
    await reader.cancel().catch(() => undefined);
  }
}

async function unsealed(
  { path, token, file }: FileRequest,
  ask: Asking,
  told: (answer: FileAnswer) => void,
): Promise<FileAnswer> {
  const kept = new Kept();
  const opener = new FileOpener(file, kept.add);
  const response = await ask(path, {
    headers: { Authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  if (!response.ok) return { status: response.status };
  if (response.body !== null) await readAll(opener, response.body, told);
  opener.finish();
  return await kept.whole();
}

/** The content, or why there is none; never a part of it. */
export async function unsealFile(
  request: FileRequest,
  ask: Asking,
  told: (answer: FileAnswer) => void,
): Promise<FileAnswer> {
  try {
    return await unsealed(request, ask, told);
  } catch (reason) {
    if (reason instanceof BrokenFile) return { broken: reason.why };
    return { failed: reason instanceof RangeError ? "memory" : "line" };
  }
}
