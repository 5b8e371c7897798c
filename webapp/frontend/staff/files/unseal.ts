// From the desk's own address to a file's content: asked for, unsealed as it arrives, checked to the
// last byte. Runs in the worker; tests run it as it is.

import { type Broken, BrokenFile, FileOpener, type SentFile } from "../../lib/open-file.ts";

export interface FileRequest {
  path: string;
  token: string;
  file: SentFile;
}

export type FileAnswer =
  | { came: number; of: number }
  | { content: Uint8Array }
  | { broken: Broken }
  | { status: number }
  | { failed: "line" | "memory" };

/** How many bytes come between two words about progress. */
const STEP = 1 << 20;

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
  const opener = new FileOpener(file);
  const response = await ask(path, {
    headers: { Authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  });
  if (!response.ok) return { status: response.status };
  if (response.body !== null) await readAll(opener, response.body, told);
  return { content: opener.finish() };
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
